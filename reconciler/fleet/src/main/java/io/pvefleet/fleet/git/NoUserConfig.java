package io.pvefleet.fleet.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** The system as it is, but for the Git configuration of machine and user, which is empty. */
final class NoUserConfig extends SystemReader.Delegate {

  NoUserConfig(SystemReader system) {
    super(system);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {
    @SuppressWarnings("NullAway") // The library takes null for "no file"; it is not annotated.
    Empty(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // Nothing to read.
    }

    @Override
    public void save() {
      // Nothing of ours is kept for machine or user.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
