package io.pvefleet.process.settings;

import io.pvefleet.fleet.schema.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that one process can be told, and where it looks.
 *
 * @param title what these are the settings of, for example "Settings of the daemon."
 * @param prefix of its variables
 * @param othersPrefixes what starts so is for another process and no misspelling
 * @param fileVariable names the file
 * @param systemFile where packages put the file; read where no other is named and it is there
 */
public record SettingsList(
    String title, String prefix, List<? extends Setting> settings, Set<String> othersPrefixes, String fileVariable, Path systemFile) {
  public SettingsList {
    settings = List.copyOf(settings);
    othersPrefixes = Set.copyOf(othersPrefixes);
  }

  /** The same with the system's file elsewhere. */
  public SettingsList withSystemFile(Path file) {
    return new SettingsList(title, prefix, settings, othersPrefixes, fileVariable, file);
  }

  /** The file, as the shape of a document. */
  public Shape.Struct shape() {
    List<Shape.Field> top = new ArrayList<>();
    Map<String, List<Shape.Field>> groups = new LinkedHashMap<>();
    for (Setting setting : settings) {
      int dot = setting.path().indexOf('.');
      Shape.Field field =
          Shape.Field.optional(setting.path().substring(dot + 1), setting.type().shape(setting.description()));
      if (dot < 0) {
        top.add(field);
      } else {
        groups.computeIfAbsent(setting.path().substring(0, dot), _ -> new ArrayList<>()).add(field);
      }
    }
    groups.forEach((name, fields) ->
        top.add(Shape.Field.optional(name, new Shape.Struct("The settings below \"" + name + "\".", fields))));
    return new Shape.Struct(title, top);
  }
}
