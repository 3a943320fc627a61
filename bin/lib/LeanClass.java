import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A class file (JVMS chapter 4) without the names of local variables (4.7.13, 4.7.14), which only a debugger reads. Line numbers
 * stay, and so does everything else, byte for byte.
 */
final class LeanClass {
    private static final int MAGIC = 0xCAFEBABE;

    private final ByteBuffer from;
    private final Set<Integer> code = new HashSet<>();
    private final Set<Integer> variables = new HashSet<>();

    private LeanClass(byte[] bytes) {
        this.from = ByteBuffer.wrap(bytes);
    }

    /** What is no class file comes back as it is. */
    static byte[] of(byte[] bytes) throws IOException {
        if (bytes.length < 10 || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            return bytes;
        }
        return new LeanClass(bytes).written();
    }

    private byte[] written() throws IOException {
        var bytes = new ByteArrayOutputStream(from.capacity());
        var out = new DataOutputStream(bytes);
        constants();
        from.position(from.position() + 6);
        int interfaces = Short.toUnsignedInt(from.getShort());
        from.position(from.position() + 2 * interfaces);
        out.write(from.array(), 0, from.position());
        members(out);
        members(out);
        out.write(from.array(), from.position(), from.remaining());
        return bytes.toByteArray();
    }

    /** Ends behind the pool, with the indices of the names that matter known. */
    private void constants() {
        from.position(8);
        int count = Short.toUnsignedInt(from.getShort());
        for (int i = 1; i < count; i++) {
            int tag = from.get();
            switch (tag) {
                case 1 -> utf8(i);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> from.position(from.position() + 4);
                case 5, 6 -> {
                    from.position(from.position() + 8);
                    i++; // They count as two.
                }
                case 7, 8, 16, 19, 20 -> from.position(from.position() + 2);
                case 15 -> from.position(from.position() + 3);
                default -> throw new IllegalArgumentException("a constant of kind " + tag);
            }
        }
    }

    private void utf8(int index) {
        byte[] text = new byte[Short.toUnsignedInt(from.getShort())];
        from.get(text);
        switch (new String(text, StandardCharsets.ISO_8859_1)) {
            case "Code" -> code.add(index);
            case "LocalVariableTable", "LocalVariableTypeTable" -> variables.add(index);
            default -> {}
        }
    }

    /** Fields or methods. */
    private void members(DataOutputStream out) throws IOException {
        int count = from.getShort(from.position());
        copy(out, 2);
        for (int i = 0; i < Short.toUnsignedInt((short) count); i++) {
            copy(out, 6);
            attributes(out);
        }
    }

    private void attributes(DataOutputStream out) throws IOException {
        int count = Short.toUnsignedInt(from.getShort());
        var kept = new ByteArrayOutputStream();
        int left = 0;
        for (int i = 0; i < count; i++) {
            int name = Short.toUnsignedInt(from.getShort());
            byte[] body = new byte[from.getInt()];
            from.get(body);
            if (!variables.contains(name)) {
                left++;
                var to = new DataOutputStream(kept);
                to.writeShort(name);
                byte[] lean = code.contains(name) ? code(body) : body;
                to.writeInt(lean.length);
                to.write(lean);
            }
        }
        out.writeShort(left);
        kept.writeTo(out);
    }

    /** The attributes of a method's code lie behind its instructions and handlers. */
    private byte[] code(byte[] body) throws IOException {
        var inner = ByteBuffer.wrap(body);
        inner.position(8 + inner.getInt(4));
        inner.position(inner.position() + 2 + 8 * Short.toUnsignedInt(inner.getShort(inner.position())));
        var nested = new LeanClass(body);
        nested.variables.addAll(variables);
        nested.from.position(inner.position());
        var out = new ByteArrayOutputStream(body.length);
        out.write(body, 0, inner.position());
        nested.attributes(new DataOutputStream(out));
        return out.toByteArray();
    }

    private void copy(DataOutputStream out, int length) throws IOException {
        out.write(from.array(), from.position(), length);
        from.position(from.position() + length);
    }
}
