package dev.sluice.tool.code;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schema 2020-12 of a record. */
final class RecordSchema {
  private RecordSchema() {}

  /** Of what a caller gives: nothing else may be given. */
  static ObjectNode input(Class<? extends Record> type) {
    return generator(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT).generateSchema(type);
  }

  /** Of what a caller gets: more may come in a later version. */
  static ObjectNode output(Class<? extends Record> type) {
    return generator().generateSchema(type);
  }

  private static SchemaGenerator generator(Option... further) {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    Arrays.stream(further).forEach(config::with);
    config
        .forFields()
        .withRequiredCheck(field -> !isNullable(field))
        .withNullableCheck(RecordSchema::isNullable)
        .withDescriptionResolver(
            field -> {
              Description description = field.getAnnotation(Description.class);
              return description == null ? null : description.value();
            });
    return new SchemaGenerator(config.build());
  }

  private static boolean isNullable(FieldScope field) {
    return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
