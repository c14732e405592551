package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Code;

/** Codes of what can go wrong between a Git server, its clone and the tree of files. */
public final class GitCodes {

  public static final Code UNREACHABLE = Code.world("PVF-0201", "Git server cannot be reached");
  public static final Code REFUSED = Code.world("PVF-0202", "Git server refuses the credentials");
  public static final Code NO_BRANCH = Code.user("PVF-0203", "Branch does not exist");
  public static final Code NO_FOLDER_IN_COMMIT = Code.user("PVF-0204", "Folder does not exist in the commit");
  public static final Code NO_REPOSITORY = Code.user("PVF-0205", "Git repository does not exist");
  public static final Code TOO_LARGE = Code.user("PVF-0206", "Repository exceeds a limit");
  public static final Code UNKNOWN_SERVER_KEY = Code.world("PVF-0207", "Key of the Git server is not the known one");
  public static final Code NO_CREDENTIAL = Code.user("PVF-0208", "Git credential cannot be read");
  public static final Code BAD_CLONE = Code.world("PVF-0209", "Local clone cannot be used");
  public static final Code REWRITTEN = Code.user("PVF-0210", "History of the branch was rewritten");
  public static final Code NO_FOLDER = Code.user("PVF-0211", "Folder cannot be read");
  public static final Code BAD_ADDRESS = Code.user("PVF-0212", "Git address is not supported");
  public static final Code BAD_IGNORE = Code.user("PVF-0213", "Ignore file cannot be read");

  public static final Code NEVER_ENDS = Code.world("PVF-0214", "Fetch does not end");
  public static final Code BAD_NAME = Code.user("PVF-0215", "Name of a file cannot be used");
  public static final Code NOT_FOLLOWED = Code.user("PVF-0216", "Link or submodule is left out");
  public static final Code SAME_NAME = Code.user("PVF-0217", "Names differ in case only");

  private GitCodes() {}
}
