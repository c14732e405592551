/**
 * From VMs that are on hosts to files that declare them, proven to plan nothing but adoptions. Reads no host, writes no file.
 */
@NullMarked
package io.pvefleet.engine.intake;

import org.jspecify.annotations.NullMarked;
