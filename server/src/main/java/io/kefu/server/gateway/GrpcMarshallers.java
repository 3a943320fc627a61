package io.kefu.server.gateway;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.kefu.protocol.v1.ServiceProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code kefu.v1.Chat/Connect}, whose messages are bytes here: frames are decoded and shared as on every transport. */
final class GrpcMarshallers {
    static final String SERVICE = "kefu.v1.Chat";

    static final MethodDescriptor<byte[], byte[]> CONNECT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Connect"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private GrpcMarshallers() {}

    /** What reflection tells. */
    static FileDescriptor proto() {
        return ServiceProto.getDescriptor();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new Known(message);
        }

        /** Bounded: the web server refuses longer ones before. */
        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** So that the bytes are copied once. */
    private static final class Known extends ByteArrayInputStream implements KnownLength {
        Known(byte[] bytes) {
            super(bytes);
        }
    }
}
