package io.pvefleet.app.web.api;

import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records as lines of CSV (RFC 4180): a column for each component under the name that JSON gives it, {@code counts.failed} for one
 * within another, lists and maps in one cell. Begins with a mark of UTF-8, without which Excel reads Korean as something else.
 */
final class CsvTable<T> {
  private static final String MARK = "\uFEFF";

  /** A spreadsheet takes a text that begins so for a formula, and what a guest is named is anybody's. */
  private static final String FORMULA = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

  private final List<Column<T>> columns = new ArrayList<>();

  private record Column<T>(String name, Function<T, @Nullable Object> value) {}

  CsvTable(Class<T> type) {
    add("", type, row -> row);
  }

  List<String> header() {
    return columns.stream().map(Column::name).toList();
  }

  void write(Writer out, Iterator<T> rows) throws IOException {
    out.write(MARK);
    line(out, header());
    while (rows.hasNext()) {
      T row = rows.next();
      line(out, columns.stream().map(column -> text(column.value().apply(row))).toList());
    }
  }

  private void add(String prefix, Class<?> type, Function<T, @Nullable Object> whole) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + component.getName();
      Function<T, @Nullable Object> value = row -> of(component, whole.apply(row));
      Class<?> inner = shown(component.getGenericType());
      if (inner.isRecord()) {
        add(name + ".", inner, value);
      } else {
        columns.add(new Column<>(name, value));
      }
    }
  }

  /** The type itself, or what an optional one may hold. */
  private static Class<?> shown(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Optional.class
          ? shown(generic.getActualTypeArguments()[0])
          : (Class<?>) generic.getRawType();
    }
    return (Class<?>) type;
  }

  private static @Nullable Object of(RecordComponent component, @Nullable Object whole) {
    if (whole == null) {
      return null;
    }
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(whole);
      return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has an accessor for each of its components", e);
    }
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Number number -> number.toString();
      case Map<?, ?> map ->
          guarded(map.entrySet().stream().map(e -> e.getKey() + "=" + plain(e.getValue())).sorted().collect(Collectors.joining("; ")));
      case Collection<?> list -> guarded(list.stream().map(CsvTable::plain).collect(Collectors.joining("; ")));
      default -> guarded(value.toString());
    };
  }

  /** Within a list: a record as its values. */
  private static String plain(@Nullable Object value) {
    if (value instanceof Record record) {
      return java.util.stream.Stream.of(record.getClass().getRecordComponents())
          .map(component -> plain(of(component, record)))
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(" "));
    }
    return value == null ? "" : value.toString();
  }

  private static String guarded(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static void line(Writer out, List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(quoted(cells.get(i)));
    }
    out.write("\r\n");
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') && cell.strip().equals(cell);
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
