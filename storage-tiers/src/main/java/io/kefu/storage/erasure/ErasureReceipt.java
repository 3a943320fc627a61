package io.kefu.storage.erasure;

import io.kefu.storage.accounts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was erased, as a JSON object that the server signs (Ed25519, RFC 8032). It names the visitor by the SHA-256 of the
 * id alone: who has the id can tell whose it is, nobody else. {@code ended_at} is there once all was done that can be, and
 * it is {@code complete} when nothing was left then: no conversation that is held, no engine that is used no more.
 *
 * <p>Signed are the UTF-8 bytes of the object without {@code signature}, with keys in the order of their characters and no
 * white space, so that a receipt may be indented or put into another order and is still the same.
 */
public final class ErasureReceipt {
    public static final String KIND = "ErasureReceipt";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ErasureReceipt() {}

    /** The signed receipt of an erasure as it stands. */
    public static ObjectNode of(Erasure erasure, ReceiptKey key) {
        ObjectNode receipt = JSON.createObjectNode();
        receipt.put("apiVersion", "kefu.io/v1");
        receipt.put("kind", KIND);
        receipt.put("erasure", erasure.id());
        receipt.put("visitor_sha256", hashed(erasure.visitorId()));
        receipt.put("asked_at", erasure.askedAt().toString());
        receipt.put("complete", erasure.isWhole());
        if (erasure.isComplete()) {
            receipt.put("ended_at", erasure.endedAt().toString());
        }
        receipt.put("conversations", erasure.conversations());
        ArrayNode held = receipt.putArray("held");
        erasure.held().forEach(held::add);
        ArrayNode untouched = receipt.putArray("not_erased");
        erasure.untouched().forEach(untouched::add);
        ArrayNode places = receipt.putArray("places");
        erasure.parts().forEach(each -> places.add(place(each)));
        receipt.put("algorithm", "Ed25519");
        receipt.put("key_id", key.id());
        receipt.put("signature", Base64.getEncoder().encodeToString(key.sign(signed(receipt))));
        return receipt;
    }

    private static ObjectNode place(Part part) {
        ObjectNode place = JSON.createObjectNode();
        place.put("place", part.place());
        place.put("removed", part.count());
        place.put("state", part.isDone() ? "erased" : "pending");
        if (!part.isDone()) {
            place.put("reason", part.pending());
        }
        return place;
    }

    /** How a receipt names a visitor. */
    public static String hashed(String visitorId) {
        var digest = Sha256.digest();
        return java.util.HexFormat.of().formatHex(digest.digest(visitorId.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads a receipt that was {@link ReceiptCheck checked} or is to be.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ObjectNode parse(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode receipt
                    && receipt.path("kind").asString("").equals(KIND)) {
                return receipt;
            }
            throw new IllegalArgumentException("it is not an " + KIND);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not an " + KIND + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The bytes that the signature is of. */
    static byte[] signed(ObjectNode receipt) {
        ObjectNode unsigned = receipt.deepCopy();
        unsigned.remove("signature");
        return JSON.writeValueAsString(ordered(unsigned)).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode ordered(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(each -> fields.put(each.getKey(), ordered(each.getValue())));
            ObjectNode ordered = JSON.createObjectNode();
            fields.forEach(ordered::set);
            return ordered;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode ordered = JSON.createArrayNode();
            array.forEach(each -> ordered.add(ordered(each)));
            return ordered;
        }
        return node;
    }
}
