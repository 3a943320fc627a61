package io.kefu.server.admin.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.protobuf.Message;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.ErrorCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The REST API's JSON: snake_case names, RFC 3339 UTC times with milliseconds, absent rather than null; unknown fields
 * are left out and counted. What is read is bounded in depth, names, numbers and texts.
 */
public final class Json {
    static final int MAX_DEPTH = 32;
    static final int MAX_NAME = 256;
    static final int MAX_NUMBER = 32;
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LongAdder unknownFields = new LongAdder();
    private final Runnable onUnknownField;
    private final JsonMapper mapper;

    /** {@code onUnknownField} is called for each field that is left out. */
    public Json(Runnable onUnknownField) {
        this.onUnknownField = onUnknownField;
        var limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME)
                .maxNumberLength(MAX_NUMBER)
                .maxStringLength(Call.MAX_BODY_BYTES)
                .build();
        var times = new SimpleModule().addSerializer(new InstantSerializer()).addSerializer(new FrameSerializer());
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .addHandler(new Counting())
                .addModule(times)
                .build();
    }

    /** How many unknown fields have been left out. */
    public long unknownFields() {
        return unknownFields.sum();
    }

    /** Throws {@code bad_request} for what is no JSON object of this type. */
    <T> T read(byte[] bytes, Class<T> type) {
        try {
            T value = mapper.readValue(bytes.length == 0 ? new byte[] {'{', '}'} : bytes, type);
            if (value == null) {
                throw ApiException.badRequest("the body must be a JSON object");
            }
            return value;
        } catch (MismatchedInputException e) {
            throw ApiException.badField(field(e), "has the wrong type");
        } catch (JacksonException e) {
            // Jackson's text quotes the body; the place is enough.
            String at =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw ApiException.of(ErrorCode.ERROR_CODE_BAD_REQUEST, "the body is not valid JSON" + at);
        }
    }

    private static String field(DatabindException e) {
        String path = e.getPath().stream()
                .map(part -> part.getPropertyName() == null ? "[]" : part.getPropertyName())
                .reduce((a, b) -> a + "." + b)
                .orElse("body");
        return path.length() > MAX_NAME ? "body" : path;
    }

    public byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    private final class Counting extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String name) {
            unknownFields.increment();
            onUnknownField.run();
            parser.skipChildren();
            return true;
        }
    }

    /** The protocol's own messages keep their own JSON form. */
    private static final class FrameSerializer extends StdSerializer<Message> {
        FrameSerializer() {
            super(Message.class);
        }

        @Override
        public void serialize(Message value, JsonGenerator out, SerializationContext context) {
            FrameJson.write(value, out);
        }
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(MILLIS.format(value));
        }
    }
}
