package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Place;

/**
 * A person's consent, given in Git, that one VM which is no longer declared may be deleted. It deletes nothing by itself: what
 * becomes of the VM is what its last applied document says. Immutable.
 *
 * @param id name of the document, unique in the fleet
 * @param host name of the VM's host
 * @param name of the VM that is meant; another one under the vmid is left alone
 * @param reason why it may go, for those who ask later
 * @param place where the document stands
 */
public record Tombstone(String id, String host, int vmid, String name, String reason, Place place) {}
