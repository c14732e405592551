package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what is found while a tree of files becomes a fleet. */
public final class ResolveCodes {

  public static final Code NOT_YAML = Code.user("PVF-0101", "File is not valid YAML");
  public static final Code DUPLICATE_KEY = Code.user("PVF-0102", "Key is given twice");
  public static final Code NOT_TEXT = Code.user("PVF-0103", "File is not UTF-8 text");
  public static final Code TOO_LARGE = Code.user("PVF-0104", "File exceeds a limit");
  public static final Code NOT_A_DOCUMENT = Code.user("PVF-0105", "Not a pvefleet document");
  public static final Code UNKNOWN_VERSION = Code.user("PVF-0106", "Unknown apiVersion");
  public static final Code UNKNOWN_KIND = Code.user("PVF-0108", "Unknown kind");
  public static final Code LATER_KIND = Code.user("PVF-0109", "Kind is not supported yet");
  public static final Code DANGLING = Code.user("PVF-0120", "Reference to something that does not exist");
  public static final Code NO_OWNER = Code.user("PVF-0121", "Host or site of the document is not known");
  public static final Code CYCLE = Code.user("PVF-0122", "Profiles form a cycle");
  public static final Code DUPLICATE_NAME = Code.user("PVF-0123", "Name is used twice");
  public static final Code DUPLICATE_VMID = Code.user("PVF-0124", "vmid is used twice on a host");
  public static final Code DUPLICATE_CLAIM = Code.user("PVF-0125", "Address is used twice");
  public static final Code SITE_FOLDER = Code.user("PVF-0126", "Site lies in the folder of another site");
  public static final Code EMPTY_FLEET = Code.user("PVF-0127", "Fleet has no host");
  public static final Code NO_SETTINGS = Code.user("PVF-0128", "Fleet document is missing");
  public static final Code UNUSED_LABEL = Code.user("PVF-0136", "Access policy selects by a label that nothing has");
  public static final Code UNUSED_WINDOW = Code.user("PVF-0139", "Window selects by a label that nothing has");

  public static final Code TOMBSTONE_OF_DECLARED = Code.user("PVF-0140", "Tombstone of a VM that is declared");
  public static final Code TOMBSTONE_MISNAMED = Code.user("PVF-0141", "Tombstone names another VM");
  public static final Code TWO_TOMBSTONES = Code.user("PVF-0142", "VM has two tombstones");
  public static final Code TOMBSTONE_OF_NAMESAKE = Code.user("PVF-0143", "Tombstone of a VM whose name is declared");

  public static final Code UNUSED_ROLE = Code.user("PVF-0145", "Alerts are set for a role that no VM has");
  public static final Code UNUSED_SINK = Code.user("PVF-0167", "Sink of notifications selects by a label that nothing has");

  private ResolveCodes() {}
}
