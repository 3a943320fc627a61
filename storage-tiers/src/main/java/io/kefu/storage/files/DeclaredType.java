package io.kefu.storage.files;

import io.kefu.storage.files.RefusedFile.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the sender calls a file. A picture under the name of another kind of picture is put right in silence; something
 * else under the name of a picture, a sound or a film is a lie and refused.
 */
final class DeclaredType {
    private static final Set<String> PLAYABLE = Set.of("image", "audio", "video");
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("png", "image"),
            Map.entry("jpg", "image"),
            Map.entry("jpeg", "image"),
            Map.entry("gif", "image"),
            Map.entry("webp", "image"),
            Map.entry("mp3", "audio"),
            Map.entry("wav", "audio"),
            Map.entry("amr", "audio"),
            Map.entry("mp4", "video"));

    private DeclaredType() {}

    /** Throws {@link RefusedFile} when {@code mime} or the name's ending claims what {@code sniffed} is not. */
    static void check(String mime, String name, MediaType sniffed) {
        String lower = mime.toLowerCase(Locale.ROOT).strip();
        // Markup and pictures that have no magic of ours (SVG, HEIC, TIFF) may come in, as a download.
        if (known(lower)) {
            compare(lower.substring(0, lower.indexOf('/')), sniffed, mime);
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (FAMILIES.containsKey(ending)) {
            compare(FAMILIES.get(ending), sniffed, "." + ending);
        }
    }

    private static boolean known(String mime) {
        return MediaType.of(mime) != MediaType.BINARY
                && PLAYABLE.contains(MediaType.of(mime).family());
    }

    private static void compare(String claimed, MediaType sniffed, String claim) {
        // A film without pictures is a sound, and the containers are shared.
        boolean played = !claimed.equals("image")
                && (sniffed.family().equals("audio") || sniffed.family().equals("video"));
        if (!played && !sniffed.family().equals(claimed)) {
            throw new RefusedFile(
                    Reason.UNSUPPORTED_TYPE,
                    "the file is not what it says it is: it claims " + claim + " and holds " + sniffed.mime());
        }
    }
}
