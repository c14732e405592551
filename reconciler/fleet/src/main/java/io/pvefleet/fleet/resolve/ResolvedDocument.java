package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.yaml.Node;
import java.util.List;

/**
 * A document of a host with its profiles merged in. Every node of {@link #spec} keeps the place where it was written, so
 * the tree is its own provenance.
 *
 * @param envelope the document as written
 * @param host name of the host it belongs to, from {@code spec.host} or from its site
 * @param spec profiles merged left to right, then the document's own spec; without {@code profiles} and {@code host}
 * @param profiles names of the profiles merged, in order, nested ones before those that name them
 */
public record ResolvedDocument(Envelope envelope, String host, Node.Mapping spec, List<String> profiles) {
  public ResolvedDocument {
    profiles = List.copyOf(profiles);
  }

  /** The same with that spec laid over it, as if the document said so itself. */
  public ResolvedDocument with(Node.Mapping over) {
    return new ResolvedDocument(envelope, host, Merge.merge(spec, over), profiles);
  }

  /** The same under another name. */
  public ResolvedDocument named(String name) {
    Envelope other = new Envelope(
        envelope.apiVersion(), envelope.kind(), name, envelope.site(), envelope.labels(), envelope.spec(), envelope.place());
    return new ResolvedDocument(other, host, spec, profiles);
  }
}
