/**
 * From a Git repository or folder to a tree of files with a commit. Parses no YAML.
 */
@NullMarked
package io.pvefleet.fleet.git;

import org.jspecify.annotations.NullMarked;
