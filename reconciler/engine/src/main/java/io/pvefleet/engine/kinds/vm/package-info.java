/**
 * The kind VirtualMachine: its schema, parser, reader, differ and steps. Performs nothing and knows no other host than its own.
 */
@NullMarked
package io.pvefleet.engine.kinds.vm;

import org.jspecify.annotations.NullMarked;
