/** Tests of the kind VirtualMachine, among them those against the recorded answers of a real host. */
package io.pvefleet.engine.kinds.vm;
