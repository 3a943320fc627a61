package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.RequestContext;

/** Reads the part {@code file} of a multipart form (RFC 7578) as a stream; nothing of it is held in memory. */
final class Upload {
    private static final int MAX_PARTS = 8;
    private static final int MAX_PART_HEADERS = 4 * 1024;
    /** What boundaries and headers may add to the file. */
    private static final long MAX_WRAPPING = 64 * 1024;

    private Upload() {}

    /** What is done with the part's bytes. */
    @FunctionalInterface
    interface Taking<T> {
        T take(InputStream in, String name, String declaredType) throws IOException;
    }

    /** Throws {@code unsupported_type}, {@code too_large} or {@code bad_request} for a form that is not one. */
    static <T> T read(Call call, long maxFileBytes, Taking<T> taking) throws IOException {
        String type = call.header("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw ApiException.of(ErrorCode.ERROR_CODE_UNSUPPORTED_TYPE, "the body must be multipart/form-data");
        }
        if (call.contentLength() > maxFileBytes + MAX_WRAPPING) {
            throw tooLarge(maxFileBytes);
        }
        try {
            return firstFile(new Form(), new Body(call, type), maxFileBytes, taking);
        } catch (FileUploadSizeException e) {
            throw tooLarge(maxFileBytes);
        } catch (FileUploadException e) {
            throw ApiException.badRequest("the form is malformed");
        }
    }

    private static <T> T firstFile(Form form, Body body, long maxFileBytes, Taking<T> taking) throws IOException {
        form.setMaxSize(maxFileBytes + MAX_WRAPPING);
        form.setMaxPartHeaderSize(MAX_PART_HEADERS);
        form.setHeaderCharset(StandardCharsets.UTF_8);
        FileItemInputIterator parts = form.getItemIterator(body);
        for (int i = 0; i < MAX_PARTS && parts.hasNext(); i++) {
            FileItemInput part = parts.next();
            if ("file".equals(part.getFieldName()) && !part.isFormField()) {
                String declared = part.getContentType() == null ? "" : part.getContentType();
                String name = part.getName() == null ? "" : part.getName();
                try (InputStream in = part.getInputStream()) {
                    return taking.take(in, name, declared);
                }
            }
        }
        throw ApiException.badField("file", "is needed: a part with a file name");
    }

    private static ApiException tooLarge(long maxFileBytes) {
        return ApiException.of(ErrorCode.ERROR_CODE_TOO_LARGE, "a file may have " + maxFileBytes + " bytes");
    }

    private record Body(Call call, String type) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return call.contentLength();
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public InputStream getInputStream() {
            return call.stream();
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }

    /** Only its iterator over a {@link RequestContext} is used: the rest is for servlets. */
    private static final class Form extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {
        @Override
        public FileItemInputIterator getItemIterator(RequestContext request) throws IOException {
            return super.getItemIterator(request);
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext request) throws FileUploadException {
            return super.parseParameterMap(request);
        }

        @Override
        public List<DiskFileItem> parseRequest(RequestContext request) throws FileUploadException {
            return super.parseRequest(request);
        }
    }
}
