package io.kefu.kefuctl.load;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** How a worker in another process is spoken to: one JSON document a line, histograms as HdrHistogram writes them. */
final class Wire {
    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Histogram.class, new Writer())
                    .addDeserializer(Histogram.class, new Reader()))
            .build();

    private Wire() {}

    private static final class Writer extends ValueSerializer<Histogram> {
        @Override
        public void serialize(Histogram histogram, JsonGenerator to, SerializationContext context)
                throws JacksonException {
            ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(bytes);
            to.writeBinary(bytes.array(), 0, length);
        }
    }

    private static final class Reader extends ValueDeserializer<Histogram> {
        @Override
        public Histogram deserialize(JsonParser from, DeserializationContext context) throws JacksonException {
            try {
                byte[] bytes = Base64.getDecoder().decode(from.getString());
                return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
            } catch (DataFormatException e) {
                throw new IllegalStateException("a worker sent what is no histogram", e);
            }
        }
    }
}
