package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.git.FileTree;
import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.AccessPolicyKind;
import io.pvefleet.fleet.model.FleetKind;
import io.pvefleet.fleet.model.FleetSettings;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.HostKind;
import io.pvefleet.fleet.model.Site;
import io.pvefleet.fleet.model.SiteKind;
import io.pvefleet.fleet.model.Tombstone;
import io.pvefleet.fleet.model.TombstoneKind;
import io.pvefleet.fleet.model.Window;
import io.pvefleet.fleet.model.WindowKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads a fleet: every file of a tree, every check, all findings at once. Pure and safe for many threads; the same files
 * give the same fleet and the same findings in the same order.
 */
public final class FleetLoader {

  private final Kinds kinds;

  /** A loader that knows these kinds of guests besides Fleet, Site, Host, Profile, AccessPolicy, Window and Tombstone. */
  public FleetLoader(List<GuestKind> guestKinds) {
    this.kinds = new Kinds(guestKinds);
  }

  /** What the tree describes; see {@link FleetLoad} for what becomes of errors. */
  public FleetLoad load(FileTree tree) {
    DocumentReader reader = new DocumentReader(kinds);
    // Files are independent of each other, and the order of the list is that of the files whatever thread read which.
    List<DocumentReader.FileDocuments> files = tree.files().entrySet().parallelStream()
        .map(file -> reader.read(file.getKey(), file.getValue())).toList();

    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(tree.warnings());
    Names names = new Names();
    Map<String, List<Document>> byKind = new TreeMap<>();
    for (DocumentReader.FileDocuments file : files) {
      diagnostics.addAll(file.diagnostics().sorted());
      file.documents().forEach(document -> byKind.computeIfAbsent(document.kind(), _ -> new ArrayList<>()).add(document));
      if (file.isBroken()) {
        names.addBroken(tree.files().getOrDefault(file.file(), new byte[0]));
      }
    }
    for (String kind : List.of(
        SiteKind.NAME, HostKind.NAME, Kinds.PROFILE, AccessPolicyKind.NAME, WindowKind.NAME, TombstoneKind.NAME)) {
      names.declare(byKind.getOrDefault(kind, List.of()), diagnostics);
    }

    FleetSettings settings = settings(byKind.getOrDefault(FleetKind.NAME, List.of()), files, diagnostics);
    List<Site> sites = sites(byKind.getOrDefault(SiteKind.NAME, List.of()), settings, diagnostics);
    Hosts hosts = Hosts.of(byKind.getOrDefault(HostKind.NAME, List.of()), names, diagnostics);
    if (byKind.getOrDefault(HostKind.NAME, List.of()).isEmpty()
        && files.stream().noneMatch(DocumentReader.FileDocuments::isBroken)) {
      emptyFleet(tree, diagnostics);
    }
    Guests guests = new Guests(kinds, names, hosts, diagnostics);
    List<Document> guestDocuments = kinds.guests().keySet().stream()
        .flatMap(kind -> byKind.getOrDefault(kind, List.of()).stream())
        .sorted(Comparator.comparing(Document::place)).toList();
    List<ResolvedDocument> resolved = guests.resolve(guestDocuments);

    List<Document> profiles = byKind.getOrDefault(Kinds.PROFILE, List.of());
    guests.checkUnused(profiles);
    Set<String> labels = labels(byKind);
    List<AccessPolicy> access = new Policies(names, hosts, labels, diagnostics)
        .resolve(byKind.getOrDefault(AccessPolicyKind.NAME, List.of()));
    List<Window> windows = new Windows(names, sites, labels, diagnostics).resolve(byKind.getOrDefault(WindowKind.NAME, List.of()));
    List<Tombstone> tombstones = new Tombstones(kinds, names, resolved, diagnostics)
        .resolve(byKind.getOrDefault(TombstoneKind.NAME, List.of()));
    new Sinks(names, diagnostics).check(byKind);
    AlertRoles roles = AlertRoles.of(resolved, diagnostics);
    List.of(FleetKind.NAME, SiteKind.NAME).forEach(kind -> roles.check(byKind.getOrDefault(kind, List.of())));
    List<Diagnostic> found = diagnostics.sorted();
    if (diagnostics.hasErrors()) {
      return new FleetLoad(Optional.empty(), found);
    }
    List<Host> sorted = hosts.all().stream().sorted(Comparator.comparing(Host::name)).toList();
    DesiredFleet fleet = new DesiredFleet(tree.revision(), settings, sites, sorted, resolved, access, windows, tombstones);
    return new FleetLoad(Optional.of(fleet), found, profiles.stream().map(Document::envelope).toList());
  }

  /** Keys of all labels that an access policy or a window may select by. */
  private Set<String> labels(Map<String, List<Document>> byKind) {
    return Stream.concat(Stream.of(SiteKind.NAME, HostKind.NAME), kinds.guests().keySet().stream())
        .flatMap(kind -> byKind.getOrDefault(kind, List.of()).stream())
        .flatMap(document -> document.envelope().labels().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static FleetSettings settings(
      List<Document> documents, List<DocumentReader.FileDocuments> files, Diagnostics diagnostics) {
    for (Document extra : documents.stream().skip(1).toList()) {
      diagnostics.error(ResolveCodes.DUPLICATE_NAME, extra.place(), "kind", FleetKind.NAME,
          "A repository has one Fleet, and it stands at " + documents.getFirst().place() + " already.", "Remove one of the two.");
    }
    if (documents.isEmpty()) {
      boolean anyDocument = files.stream().anyMatch(file -> !file.documents().isEmpty() || file.isBroken());
      if (anyDocument) {
        diagnostics.add(new Diagnostic(ResolveCodes.NO_SETTINGS, Diagnostic.Severity.WARNING, Optional.empty(), "", "",
            "No document of kind Fleet was found; its defaults are in force.",
            "Add fleet.yaml with apiVersion, kind: Fleet and a name."));
      }
      return FleetKind.defaults();
    }
    Document document = documents.getFirst();
    return document.isSound() ? FleetKind.parse(document.envelope(), diagnostics) : FleetKind.defaults();
  }

  private static List<Site> sites(List<Document> documents, FleetSettings settings, Diagnostics diagnostics) {
    List<Site> sites = new ArrayList<>();
    for (Document document : documents) {
      String folder = document.envelope().site();
      if (!folder.isEmpty() && !document.name().isEmpty() && !folder.equals(document.name())) {
        diagnostics.error(ResolveCodes.SITE_FOLDER, document.namePlace(), "metadata.name", document.name(),
            "The site \"" + document.name() + "\" lies in sites/" + folder + "/, so other documents there belong to a site \""
                + folder + "\" that does not exist.",
            "Name the site \"" + folder + "\", or rename the folder.");
      }
      if (document.isSound()) {
        sites.add(SiteKind.parse(document.envelope(), settings.timeZone(), diagnostics));
      }
    }
    return sites.stream().sorted(Comparator.comparing(Site::name)).toList();
  }

  /** An empty tree is far more often a wrong folder or branch than the wish to manage nothing. */
  private static void emptyFleet(FileTree tree, Diagnostics diagnostics) {
    diagnostics.add(Diagnostic.errorOfAll(ResolveCodes.EMPTY_FLEET, "",
        "None of the " + tree.files().size() + " YAML files declares a host, so there is no fleet.",
        "Check that this is the folder and branch of the fleet; it holds fleet.yaml and sites/."));
  }
}
