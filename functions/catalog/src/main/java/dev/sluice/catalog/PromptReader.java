package dev.sluice.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Turns one document into a declared prompt, or into the mistakes that stand in its way. */
final class PromptReader {
  static final List<String> KEYS = List.of("name", "title", "description", "arguments", "text");
  static final List<String> ARGUMENT_KEYS = List.of("name", "description", "required");

  private static final int MAX_DESCRIPTION_CHARS = 1_024;
  private static final int MAX_TITLE_CHARS = 128;
  private static final int MAX_TEXT_CHARS = 16_384;
  private static final int MAX_ARGUMENTS = 16;

  /** Anything between double braces; what is in it must be an argument's name to the letter. */
  private static final Pattern PLACE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

  private final Fields fields;
  private final List<Mistake> mistakes;
  private final int mistakesBefore;

  PromptReader(YamlDocument document, ObjectNode declaration, List<Mistake> mistakes) {
    this.fields = new Fields(document, mistakes, "", declaration, "a prompt");
    this.mistakes = mistakes;
    this.mistakesBefore = mistakes.size();
  }

  /** The prompt; empty when a mistake was added. */
  Optional<PromptDeclaration> read() {
    fields.refuseOthers(KEYS);
    String name = fields.text("name", Names.MAX_NAME_CHARS);
    if (!name.isEmpty() && !Names.TOOL.matcher(name).matches()) {
      fields.add(
          "name", "'" + name + "' is not a prompt's name", "Use a-z, 0-9 and _, a letter first");
    }
    String title = fields.text("title", MAX_TITLE_CHARS);
    String description = fields.text("description", MAX_DESCRIPTION_CHARS);
    List<Fields> written =
        fields.mappings("arguments", MAX_ARGUMENTS, "an argument", "{ name: …, description: … }");
    List<PromptDeclaration.Argument> arguments = written.stream().map(this::argument).toList();
    refuseDoubles(written, arguments);
    String text = fields.text("text", MAX_TEXT_CHARS);
    comparePlaces(text, written, arguments);
    if (mistakes.size() > mistakesBefore) {
      return Optional.empty();
    }
    return Optional.of(
        new PromptDeclaration(name, title, description, arguments, text, fields.at("name")));
  }

  private PromptDeclaration.Argument argument(Fields argument) {
    argument.refuseOthers(ARGUMENT_KEYS);
    String name = argument.text("name", Names.MAX_NAME_CHARS);
    if (!name.isEmpty() && !Names.ARGUMENT.matcher(name).matches()) {
      argument.add(
          "name", "'" + name + "' is not an argument's name", "Use a-z, 0-9 and _, no digit first");
    }
    return new PromptDeclaration.Argument(
        name,
        argument.text("description", MAX_DESCRIPTION_CHARS),
        argument.flag("required", false));
  }

  private static void refuseDoubles(
      List<Fields> written, List<PromptDeclaration.Argument> arguments) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i).name();
      if (!name.isEmpty() && !names.add(name)) {
        written.get(i).add("name", "the argument '" + name + "' is there twice", "Rename one");
      }
    }
  }

  private void comparePlaces(
      String text, List<Fields> written, List<PromptDeclaration.Argument> arguments) {
    if (text.isEmpty()) {
      return;
    }
    List<String> names = arguments.stream().map(PromptDeclaration.Argument::name).toList();
    Set<String> used = new HashSet<>();
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      String name = place.group(1);
      if (used.add(name) && !names.contains(name)) {
        fields.add(
            "text",
            "'" + place.group() + "' is not the place of an argument",
            Spelling.nearest(name.strip(), names)
                .map(nearest -> Fields.ifMeant("{{" + nearest + "}}"))
                .orElse("Add '" + name.strip() + "' to 'arguments', or remove the braces"));
      }
    }
    if (PLACE.matcher(text).replaceAll("").contains("{{")) {
      fields.add("text", "a '{{' has no end", "Close it with '}}' behind the argument's name");
    }
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty() && !used.contains(names.get(i))) {
        written
            .get(i)
            .add(
                "name",
                "the argument '" + names.get(i) + "' has no place in the text",
                "Write '{{" + names.get(i) + "}}' in 'text', or remove the argument");
      }
    }
  }
}
