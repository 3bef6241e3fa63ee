package io.bagoftricks.product;

import io.bagoftricks.engine.plugin.CardFile;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.SlotUses;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * All tricks as one page of HTML.
 *
 * @param template with places for what is filled in
 * @param tricks in the order of the page
 * @param inThePaper by id, the points that adding it was worth there
 */
record TricksPage(String template, List<TrickDescriptor> tricks, Map<String, String> inThePaper) {
  private static final List<TablesExtension> EXTENSIONS = tables();
  private static final Pattern ALONE =
      Pattern.compile("(?m)^\\| (?:this trick alone, with none|difference) \\| ([^|]+?) \\|");
  private static final Pattern LEFT_OUT =
      Pattern.compile("(?m)^\\| all tricks but this one, with all \\| ([^|]+?) \\|");

  private static List<TablesExtension> tables() {
    return List.of((TablesExtension) TablesExtension.create());
  }

  String html() {
    Map<String, String> places =
        Map.of(
            "count", String.valueOf(tricks.size()),
            "families", options(each -> List.of(family(each))),
            "profiles", options(TricksPage::profiles),
            "hooks", options(TricksPage::hooks),
            "slots", options(TricksPage::slots),
            "rows", tricks.stream().map(this::row).collect(Collectors.joining("\n")),
            "cards", tricks.stream().map(this::card).collect(Collectors.joining("\n")));
    return Pattern.compile("\\{\\{([a-z]+)}}")
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(places.get(place.group(1))));
  }

  private String options(Function<TrickDescriptor, ? extends Collection<String>> values) {
    return tricks.stream()
        .flatMap(each -> values.apply(each).stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map("<option>%s</option>"::formatted)
        .collect(Collectors.joining());
  }

  private String row(TrickDescriptor each) {
    String card = text(each);
    return """
        <tr data-trick="%1$s"><th scope="row"><a href="#%1$s">%1$s</a></th><td>%2$s</td><td>%3$s</td><td>%4$s</td>\
        <td class="number">%5$s</td><td class="number">%6$s</td><td class="number">%7$s</td></tr>"""
        .formatted(
            each.id(),
            family(each),
            String.join(", ", hooks(each)),
            String.join(", ", profiles(each)),
            last(ALONE, card),
            last(LEFT_OUT, card),
            inThePaper.getOrDefault(each.id(), "none"));
  }

  private String card(TrickDescriptor each) {
    String uses =
        new TreeMap<>(each.hooks())
            .entrySet().stream()
                .map(TricksPage::uses)
                .collect(Collectors.joining("\n", "| acts in | slots |\n|---|---|\n", "\n"));
    String body = text(each).replaceFirst("^# .*\\R", "").replaceAll("(?m)^## ", "### ");
    return """
        <article id="%1$s" data-family="%2$s" data-profiles="%3$s" data-hooks="%4$s" data-slots="%5$s" aria-label="%1$s">
        <h2 tabindex="-1">%1$s</h2>
        <p>%6$s</p>
        <p class="hint">%2$s. %7$s</p>
        <details><summary>Card of %1$s</summary>
        %8$s<h3>Hooks and slots</h3>
        %9$s</details>
        </article>"""
        .formatted(
            each.id(),
            family(each),
            String.join(" ", profiles(each)),
            String.join(" ", hooks(each)),
            String.join(" ", slots(each)),
            escaped(each.summary()),
            escaped(each.paper()),
            rendered(body, each.id()),
            rendered(uses, each.id()));
  }

  private static String uses(Map.Entry<HookPoint, SlotUses> entry) {
    SlotUses uses = entry.getValue();
    String slots =
        Stream.of(
                words("reads", uses.reads()),
                words("adds to", uses.adds()),
                words("changes", uses.changes()),
                words("replaces", uses.replaces()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return "| `%s` | %s |".formatted(entry.getKey().method(), slots.isEmpty() ? "none" : slots);
  }

  private static String words(String verb, Collection<? extends Enum<?>> slots) {
    return slots.isEmpty()
        ? ""
        : verb + slots.stream().map(Enum::name).sorted().collect(Collectors.joining(", ", " ", ""));
  }

  private static String family(TrickDescriptor each) {
    return each.family().name().toLowerCase(Locale.ROOT);
  }

  private static List<String> hooks(TrickDescriptor each) {
    return each.hooks().keySet().stream().sorted().map(HookPoint::method).toList();
  }

  private static List<String> slots(TrickDescriptor each) {
    return each.hooks().values().stream()
        .flatMap(
            uses ->
                Stream.of(uses.reads(), uses.adds(), uses.changes(), uses.replaces())
                    .flatMap(Collection::stream))
        .map(Enum::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> profiles(TrickDescriptor each) {
    return Arrays.stream(each.defaults().getClass().getRecordComponents())
        .filter(component -> component.getName().equals("profile") && component.getType().isEnum())
        .flatMap(component -> Arrays.stream(component.getType().getEnumConstants()))
        .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /** Of several budgets the largest comes last. */
  private static String last(Pattern row, String card) {
    return row.matcher(card)
        .results()
        .reduce((before, after) -> after)
        .map(found -> escaped(found.group(1)))
        .orElse("not measured");
  }

  private static String text(TrickDescriptor each) {
    return CardFile.text(each).orElseThrow();
  }

  /** A table scrolls by itself, also by keys. */
  private static String rendered(String markdown, String id) {
    String html =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .build()
            .render(Parser.builder().extensions(EXTENSIONS).build().parse(markdown));
    return html.replace(
            "<table>",
            "<div class=\"wide\" role=\"region\" aria-label=\"Table of %s\" tabindex=\"0\"><table>"
                .formatted(id))
        .replace("</table>", "</table></div>")
        .replace("<th>", "<th scope=\"col\">");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
