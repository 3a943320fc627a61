package io.kefu.server.admin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.kefu.config.Secret;
import io.kefu.server.admin.http.ApiException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads signed identities: JSON Web Tokens (RFC 7519) in compact form, signed with HS256 (RFC 7518 section 3.2) and
 * nothing else, whatever their header says (RFC 8725 section 3.1). {@code sub} and {@code exp} are required, {@code exp}
 * at most 24 h ahead.
 */
final class IdentityTokens {
    static final int MAX_LENGTH = 8 * 1024;
    static final Duration MAX_AHEAD = Duration.ofHours(24);
    /** How far the owner's clock may be wrong. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG = 256;

    private final InstantSource clock;

    IdentityTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Throws {@code unauthenticated} unless {@code token} is good for a channel with this secret. */
    Identity read(String token, Secret secret) {
        JWTClaimsSet claims = verified(token, secret);
        requireTime(claims);
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > Texts.MAX_EXTERNAL_ID) {
            throw refused("it needs a sub of 1 to " + Texts.MAX_EXTERNAL_ID + " characters");
        }
        Object name = claims.getClaim("name");
        return new Identity(
                subject,
                Optional.ofNullable(name).map(n -> Texts.line("identity.name", text(n), Texts.MAX_NAME)),
                Optional.ofNullable(claims.getClaim("tags")).map(IdentityTokens::tags));
    }

    private static JWTClaimsSet verified(String token, Secret secret) {
        if (token.length() > MAX_LENGTH) {
            throw refused("it is longer than " + MAX_LENGTH + " characters");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                throw refused("its algorithm must be HS256");
            }
            if (!jwt.verify(new MACVerifier(secret.bytes()))) {
                throw refused("its signature is wrong");
            }
            return jwt.getJWTClaimsSet();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused("it is no signed JWT");
        }
    }

    private void requireTime(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("it needs an exp");
        }
        if (!expires.toInstant().isAfter(now)) {
            throw refused("it has expired");
        }
        if (expires.toInstant().isAfter(now.plus(MAX_AHEAD).plus(SKEW))) {
            throw refused("its exp is more than 24 h ahead");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW))) {
            throw refused("it is not valid yet");
        }
    }

    private static Map<String, Object> tags(Object claim) {
        if (!(claim instanceof Map<?, ?> given) || given.size() > MAX_TAGS) {
            throw refused("its tags must be an object of at most " + MAX_TAGS + " entries");
        }
        var tags = new HashMap<String, Object>();
        given.forEach((name, value) -> tags.put(tagName(name), tagValue(value)));
        return tags;
    }

    private static String tagName(Object name) {
        if (name instanceof String text && text.matches("[A-Za-z0-9_.-]{1,64}")) {
            return text;
        }
        throw refused("a tag is named with letters, digits, '_', '.' and '-', at most 64");
    }

    /** Whole numbers as 64 bits, others as doubles: what routing rules compare. */
    private static Object tagValue(Object value) {
        return switch (value) {
            case String text when text.length() <= MAX_TAG -> text;
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number when Double.isFinite(number) -> number;
            case null, default ->
                throw refused("a tag is a number, true or false, or a text of at most " + MAX_TAG + " characters");
        };
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw refused("its name must be a text");
    }

    private static ApiException refused(String why) {
        return ApiException.unauthenticated("the identity is not accepted: " + why);
    }
}
