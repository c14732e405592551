/**
 * What the document of a VirtualMachine may look like, as editors and the parser read it. Knows no value of any VM and nothing of
 * how one is compared or changed.
 */
@NullMarked
package io.pvefleet.engine.kinds.vm.schema;

import org.jspecify.annotations.NullMarked;
