package io.kefu.kefuctl.etcd;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a watch tells, read only as far as it takes to know that something has changed: what it is, is read at one revision
 * afterwards. So the size of what changed does not matter here.
 */
final class WatchStream {

    private WatchStream() {}

    /** Returns at the first change, and for a watch that begins at what etcd has compacted. Waits as long as it takes. */
    static Void awaitChange(InputStream stream) throws IOException {
        String reason = "";
        boolean canceled = false;
        try (JsonParser json = JsonMapper.shared().createParser(stream)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean value = token != JsonToken.PROPERTY_NAME && json.currentName() != null;
                switch (value ? json.currentName() : "") {
                    case "events" -> {
                        if (token == JsonToken.START_ARRAY && json.nextToken() == JsonToken.START_OBJECT) {
                            return null;
                        }
                    }
                    case "compact_revision" -> {
                        if (json.getValueAsLong() > 0) {
                            return null;
                        }
                    }
                    case "canceled" -> canceled = json.getBooleanValue();
                    case "cancel_reason", "message" -> reason = json.getString();
                    default -> {
                        if (canceled && token == JsonToken.END_OBJECT) {
                            throw new IOException("etcd ended the watch: " + reason);
                        }
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the watch broke off: " + e.getOriginalMessage(), e);
        }
        throw new IOException(reason.isEmpty() ? "the watch broke off" : "etcd ended the watch: " + reason);
    }
}
