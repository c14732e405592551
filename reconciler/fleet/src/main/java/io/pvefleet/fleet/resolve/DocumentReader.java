package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.model.Envelope;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.ShapeChecker;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlFile;
import io.pvefleet.fleet.yaml.YamlProblem;
import io.pvefleet.fleet.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the bytes of one file to its documents: read, recognised, checked against the shapes of their kinds. */
final class DocumentReader {

  /**
   * @param isBroken whether a part of the file could not be read, so that documents may be missing from the list
   */
  record FileDocuments(String file, List<Document> documents, boolean isBroken, Diagnostics diagnostics) {}

  private static final String SITES = "sites/";

  private final Kinds kinds;

  DocumentReader(Kinds kinds) {
    this.kinds = kinds;
  }

  FileDocuments read(String file, byte[] content) {
    YamlFile yaml = YamlReader.read(file, content);
    Diagnostics diagnostics = new Diagnostics();
    for (YamlProblem problem : yaml.problems()) {
      diagnostics.error(code(problem.kind()), problem.place(), "", problem.value(), problem.detail(), problem.remedy());
    }
    List<Document> documents = new ArrayList<>();
    for (Node root : yaml.documents()) {
      document(root, diagnostics).ifPresent(documents::add);
    }
    return new FileDocuments(file, documents, !yaml.problems().isEmpty(), diagnostics);
  }

  private static Code code(YamlProblem.Kind kind) {
    return switch (kind) {
      case SYNTAX -> ResolveCodes.NOT_YAML;
      case DUPLICATE_KEY -> ResolveCodes.DUPLICATE_KEY;
      case ENCODING -> ResolveCodes.NOT_TEXT;
      case LIMIT -> ResolveCodes.TOO_LARGE;
    };
  }

  private Optional<Document> document(Node root, Diagnostics diagnostics) {
    if (!(root instanceof Node.Mapping mapping) || !isOurs(mapping, diagnostics)) {
      if (!(root instanceof Node.Mapping)) {
        notOurs(root.place(), "This document is no mapping.", diagnostics);
      }
      return Optional.empty();
    }
    Optional<String> kind = mapping.string("kind");
    if (kind.isEmpty()) {
      Place place = mapping.get("kind").map(Node::place).orElse(mapping.place());
      diagnostics.error(SchemaCodes.MISSING_KEY, place, "kind", "", "The document names no kind.",
          "Add \"kind\": one of " + names() + ".");
      return Optional.empty();
    }
    Shape.Struct shape = kinds.documents().get(kind.get());
    if (shape == null) {
      unknownKind(kind.get(), mapping.get("kind").orElse(mapping).place(), diagnostics);
      return Optional.empty();
    }
    Diagnostics own = new Diagnostics();
    ShapeChecker.check(shape, mapping, "", own);
    diagnostics.addAll(own.sorted());
    return Optional.of(envelope(kind.get(), mapping, !own.hasErrors()));
  }

  /** Whether the document is, or was meant to be, one of ours. A document of another tool is a warning. */
  private boolean isOurs(Node.Mapping mapping, Diagnostics diagnostics) {
    Optional<String> version = mapping.string("apiVersion");
    if (version.isEmpty()) {
      boolean looksLikeOurs = mapping.get("apiVersion").isPresent()
          || mapping.string("kind").filter(kinds.documents()::containsKey).isPresent();
      if (!looksLikeOurs) {
        notOurs(mapping.place(), "This document has no apiVersion.", diagnostics);
      }
      return looksLikeOurs;
    }
    if (version.get().equals(DocumentShape.API_VERSION)) {
      return true;
    }
    boolean isMisspelt = version.get().startsWith("pvefleet/")
        || DidYouMean.closest(version.get(), List.of(DocumentShape.API_VERSION)).isPresent();
    Place place = mapping.get("apiVersion").orElse(mapping).place();
    if (isMisspelt) {
      diagnostics.error(ResolveCodes.UNKNOWN_VERSION, place, "apiVersion", version.get(),
          "\"" + version.get() + "\" is no version that this program knows.", "Write " + DocumentShape.API_VERSION + ".");
    } else {
      notOurs(place, "Its apiVersion is \"" + version.get() + "\".", diagnostics);
    }
    return false;
  }

  private static void notOurs(Place place, String why, Diagnostics diagnostics) {
    diagnostics.warning(ResolveCodes.NOT_A_DOCUMENT, place, "", "", why + " It is left out of the fleet.",
        "List the file in .fleetignore if it belongs to something else; otherwise begin it with apiVersion: "
            + DocumentShape.API_VERSION + ".");
  }

  private void unknownKind(String kind, Place place, Diagnostics diagnostics) {
    if (Kinds.isLater(kind)) {
      diagnostics.warning(ResolveCodes.LATER_KIND, place, "kind", kind,
          "\"" + kind + "\" is a kind of a later version; the document is left out.", "Use a program that supports it.");
      return;
    }
    Optional<String> meant = DidYouMean.closest(kind, kinds.documents().keySet());
    diagnostics.error(ResolveCodes.UNKNOWN_KIND, place, "kind", kind, "\"" + kind + "\" is no kind.",
        meant.map(word -> "Did you mean \"" + word + "\"?").orElse("Use one of " + names() + "."));
  }

  private String names() {
    return String.join(", ", kinds.documents().keySet());
  }

  /** Takes what can be taken even from a document with errors, so that references to it are not called dangling. */
  private static Document envelope(String kind, Node.Mapping root, boolean isSound) {
    Optional<Node.Mapping> metadata = mapping(root, "metadata");
    Map<String, String> labels = new HashMap<>();
    metadata.flatMap(m -> mapping(m, "labels")).ifPresent(m -> m.entries().forEach(entry -> {
      if (entry.value() instanceof Node.Scalar scalar) {
        labels.put(entry.key(), scalar.text());
      }
    }));
    Node.Mapping spec = mapping(root, "spec").orElse(new Node.Mapping(root.place(), List.of()));
    Envelope envelope = new Envelope(DocumentShape.API_VERSION, kind, metadata.flatMap(m -> m.string("name")).orElse(""),
        siteOf(root.place().file()), labels, spec, root.place());
    return new Document(envelope, metadata.flatMap(m -> m.get("name")).map(Node::place).orElse(root.place()), isSound);
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  private static String siteOf(String file) {
    int end = file.startsWith(SITES) ? file.indexOf('/', SITES.length()) : -1;
    return end < 0 ? "" : file.substring(SITES.length(), end);
  }
}
