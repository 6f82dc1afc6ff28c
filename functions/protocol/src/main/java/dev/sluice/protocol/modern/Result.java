package dev.sluice.protocol.modern;

import dev.sluice.protocol.feature.Freshness;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.util.NameTransformer;

/**
 * A result of this era: the fields of what both eras answer, among those that only this one has.
 *
 * @param resultType what kind of result it is
 * @param fields an object whose fields are the result's own
 * @param freshness how long it may be kept; null where nothing is said of that
 * @param meta who answers
 */
@JsonSerialize(using = Result.Serializer.class)
record Result(
    String resultType, Object fields, @Nullable Freshness freshness, Map<String, Object> meta) {

  /**
   * Writes both in one object. What unwraps the fields of a class is made once: Jackson's own
   * {@code JsonUnwrapped} was measured to cost ten times the rest where the class is not known
   * beforehand.
   */
  static final class Serializer extends ValueSerializer<Result> {
    private final Map<Class<?>, ValueSerializer<Object>> unwrapping = new ConcurrentHashMap<>();

    @Override
    public void serialize(Result result, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      out.writeStringProperty("resultType", result.resultType());
      unwrapping
          .computeIfAbsent(
              result.fields().getClass(),
              type -> context.findValueSerializer(type).unwrappingSerializer(NameTransformer.NOP))
          .serialize(result.fields(), out, context);
      Freshness freshness = result.freshness();
      if (freshness != null) {
        out.writeNumberProperty("ttlMs", freshness.ttlMillis());
        out.writeStringProperty("cacheScope", freshness.scope());
      }
      out.writePOJOProperty("_meta", result.meta());
      out.writeEndObject();
    }
  }
}
