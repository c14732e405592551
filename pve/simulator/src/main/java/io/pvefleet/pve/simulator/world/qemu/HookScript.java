package io.pvefleet.pve.simulator.world.qemu;

/** The check of a hook script's volume: a snippet that is there and may be run. */
final class HookScript {

  private HookScript() {}

  static void check(Work work, String volid) {
    Storages storages = new Storages(work);
    String content = storages.name(volid).map(Storages.Name::content).orElse("");
    if (!content.equals("snippets")) {
      throw Die.parameter("hookscript", "'" + volid + "' is not in the snippets directory\n");
    }
    if (work.state().volume(volid).isEmpty()) {
      throw Die.parameter("hookscript", "script '" + volid + "' does not exists\n");
    }
    boolean runs = volid.endsWith(".sh") || volid.endsWith(".pl") || volid.endsWith(".py");
    if (!runs) {
      throw Die.parameter("hookscript", "script '" + volid + "' is not executable\n");
    }
  }
}
