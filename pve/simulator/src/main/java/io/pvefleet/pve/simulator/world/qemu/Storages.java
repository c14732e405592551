package io.pvefleet.pve.simulator.world.qemu;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Volumes of a run's storages: names, allocation, release. Source: pve-storage {@code Storage/Plugin.pm}. */
final class Storages {

  private static final Pattern VOLUME_ID = Pattern.compile("(?i)([a-z][a-z0-9\\-_.]*[a-z0-9]):(.+)");
  private static final Pattern IMAGE = Pattern.compile("(\\d+)/([^/]+)\\.(raw|qcow2|vmdk|subvol)");
  private static final Pattern BASED_IMAGE = Pattern.compile("\\d+/[^/]+/(\\d+)/([^/]+)\\.(raw|qcow2|vmdk)");
  private static final Pattern THIN = Pattern.compile("(?:vm|base)-(\\d+)-\\S+");
  private static final Pattern FILE = Pattern.compile("(iso|import|snippets|vztmpl|backup)/(.+)");
  private static final Pattern NUMBERED = Pattern.compile("(?:.*/)?(?:vm|base)-\\d+-disk-(\\d+)(?:\\.\\w+)?");
  private static final Set<String> FILE_FORMATS = Set.of("raw", "qcow2", "vmdk");
  /** The largest file of ext4 with blocks of 4 KiB; beyond it qemu-img fails. */
  private static final long LARGEST_FILE = 16L << 40;

  private final Work work;

  Storages(Work work) {
    this.work = work;
  }

  /** What a volume id says by its name alone. */
  record Name(SimStorage storage, String content, int owner) {}

  /** Reads a volume id; empty where the text is none, such as a path. */
  Optional<Name> name(String volid) {
    Matcher m = VOLUME_ID.matcher(volid);
    if (!m.matches()) {
      return Optional.empty();
    }
    SimStorage storage = storage(m.group(1));
    String name = m.group(2);
    Matcher file = FILE.matcher(name);
    if (storage.type() == SimStorage.Type.LVMTHIN) {
      Matcher thin = THIN.matcher(name);
      if (!thin.matches()) {
        throw Die.of("unable to parse lvm volume name '" + name + "'");
      }
      return Optional.of(new Name(storage, "images", Integer.parseInt(thin.group(1))));
    }
    if (file.matches()) {
      return Optional.of(new Name(storage, file.group(1), 0));
    }
    Matcher image = BASED_IMAGE.matcher(name).matches() ? BASED_IMAGE.matcher(name) : IMAGE.matcher(name);
    if (!image.matches()) {
      throw Die.of("unable to parse directory volume name '" + name + "'");
    }
    return Optional.of(new Name(storage, "images", Integer.parseInt(image.group(1))));
  }

  SimStorage storage(String id) {
    SimStorage storage = work.context.storages().get(id);
    if (storage == null) {
      throw Die.of("storage '" + id + "' does not exist");
    }
    return storage;
  }

  boolean isOwner(int vmid, String volid) {
    try {
      return name(volid).map(name -> name.owner() == vmid).orElse(false);
    } catch (Die e) {
      return false;
    }
  }

  /** The next free {@code vm-100-disk-N} of a storage. */
  private String nextName(SimStorage storage, int vmid) {
    Set<Integer> taken = new TreeSet<>();
    work.state().volumes().values().forEach(volume -> {
      Matcher m = NUMBERED.matcher(volume.name());
      if (volume.storage().equals(storage.id()) && volume.owner() == vmid && m.matches()) {
        taken.add(Integer.valueOf(m.group(1)));
      }
    });
    int n = 0;
    while (taken.contains(n)) {
      n++;
    }
    return "vm-" + vmid + "-disk-" + n;
  }

  String defaultFormat() {
    return "raw";
  }

  boolean offers(SimStorage storage, String format) {
    return storage.type() == SimStorage.Type.DIR ? FILE_FORMATS.contains(format) : format.equals("raw");
  }

  /** Allocates a numbered image. */
  String allocate(String storageId, int vmid, String format, long bytes) {
    SimStorage storage = storage(storageId);
    return allocate(storage, vmid, format, nextName(storage, vmid), bytes);
  }

  /** Allocates an image by its name without suffix. */
  String allocateNamed(String storageId, int vmid, String format, String name, long bytes) {
    return allocate(storage(storageId), vmid, format, name, bytes);
  }

  private String allocate(SimStorage storage, int vmid, String format, String name, long bytes) {
    if (!storage.takes("images")) {
      throw Die.of("storage '" + storage.id() + "' does not support content-type 'images'");
    }
    boolean files = storage.type() == SimStorage.Type.DIR;
    if (!offers(storage, format)) {
      throw files
          ? Die.of("unable to parse volume filename '" + name + "." + format + "'")
          : Die.of("unsupported format '" + format + "'");
    }
    String file = files ? name + "." + format : name;
    String volid = storage.id() + ":" + (files ? vmid + "/" + file : file);
    String path = storage.folder() + "/images/" + vmid + "/" + file;
    if (work.state().volume(volid).isPresent()) {
      throw files
          ? Die.of("disk image '" + path + "' already exists")
          : Die.of("lvcreate '" + storage.id() + "/" + file + "' error:   Logical Volume \"" + file
              + "\" already exists in volume group");
    }
    if (files) {
      work.log.add(formatting(path, format, bytes));
      if (bytes > LARGEST_FILE && format.equals("raw")) {
        throw Die.of("unable to create image: qemu-img: " + path + ": The image size is too large for file format 'raw'");
      }
    } else {
      work.log.add("  Logical volume \"" + file + "\" created.");
    }
    long size = files ? bytes : roundUp(bytes, 4L << 20);
    work.set(work.state().with(new SimVolume(volid, "images", vmid, size, format, Optional.empty())));
    return volid;
  }

  private static long roundUp(long bytes, long unit) {
    return (bytes + unit - 1) / unit * unit;
  }

  private static String formatting(String path, String format, long bytes) {
    return format.equals("qcow2")
        ? "Formatting '" + path + "', fmt=qcow2 cluster_size=65536 extended_l2=off preallocation=metadata"
            + " compression_type=zlib size=" + bytes + " lazy_refcounts=off refcount_bits=16"
        : "Formatting '" + path + "', fmt=" + format + " size=" + bytes + " preallocation=off";
  }

  /** Makes a linked clone of a base image. */
  String link(String baseVolid, int vmid) {
    SimVolume base = volume(baseVolid);
    SimStorage storage = storage(base.storage());
    String name = nextName(storage, vmid);
    boolean files = storage.type() == SimStorage.Type.DIR;
    String volid = files ? baseVolid + "/" + vmid + "/" + name + ".qcow2" : storage.id() + ":" + name;
    Optional<String> parent = files ? Optional.of(baseVolid) : Optional.empty();
    work.set(work.state().with(new SimVolume(volid, "images", vmid, base.size(), files ? "qcow2" : "raw", parent)));
    return volid;
  }

  /** Turns an image into a base image and gives its new id. */
  String makeBase(String volid) {
    SimVolume volume = volume(volid);
    String name = volume.name();
    int at = name.lastIndexOf('/') + 1;
    String file = name.substring(at);
    if (file.startsWith("base-")) {
      return volid;
    }
    String folder = storage(volume.storage()).type() == SimStorage.Type.DIR ? volume.owner() + "/" : "";
    String next = volume.storage() + ":" + folder + "base-" + file.substring("vm-".length());
    work.set(work.state().withoutVolume(volid)
        .with(new SimVolume(next, volume.content(), volume.owner(), volume.size(), volume.format(), volume.parent())));
    return next;
  }

  SimVolume volume(String volid) {
    return work.state().volume(volid).orElseThrow(() -> Die.of("volume '" + volid + "' does not exist"));
  }

  boolean isBaseInUse(String volid) {
    return work.state().volumes().values().stream().anyMatch(v -> v.parent().filter(volid::equals).isPresent());
  }

  void free(String volid) {
    if (isBaseInUse(volid)) {
      throw Die.of("base volume '" + volid + "' is still in use by linked clones");
    }
    work.set(work.state().withoutVolume(volid));
  }

  /** The volume a file path stands for, where it lies on one of the storages. */
  Optional<SimVolume> byPath(String path) {
    for (SimStorage storage : work.context.storages().values()) {
      Map<String, String> folders = Map.of("iso", "template/iso", "import", "import", "snippets", "snippets", "images", "images");
      for (Map.Entry<String, String> folder : folders.entrySet()) {
        String start = storage.folder() + "/" + folder.getValue() + "/";
        if (storage.type() == SimStorage.Type.DIR && path.startsWith(start)) {
          String name = folder.getKey().equals("images") ? "" : folder.getKey() + "/";
          return work.state().volume(storage.id() + ":" + name + path.substring(start.length()));
        }
      }
    }
    return Optional.empty();
  }

  String path(String volid) {
    Name name = name(volid).orElseThrow();
    String file = volid.substring(volid.indexOf(':') + 1);
    String folder = switch (name.content()) {
      case "iso" -> "template/";
      case "images" -> "images/";
      default -> "";
    };
    return name.storage().folder() + "/" + folder + file;
  }
}
