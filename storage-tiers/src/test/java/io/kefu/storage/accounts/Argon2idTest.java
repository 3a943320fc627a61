package io.kefu.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2idTest {
    /** Made with the reference program: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -v 13}. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void a_hash_of_the_reference_program_is_understood() {
        assertThat(new Argon2id().matches("password", REFERENCE)).isTrue();
        assertThat(new Argon2id().matches("Password", REFERENCE)).isFalse();
    }

    @Test
    void two_hashes_of_one_password_differ_and_both_match() {
        var argon2id = new Argon2id();
        String one = argon2id.hash("same password");
        String two = argon2id.hash("same password");

        assertThat(one).isNotEqualTo(two);
        assertThat(argon2id.matches("same password", one)).isTrue();
        assertThat(argon2id.matches("same password", two)).isTrue();
    }

    @Test
    void a_stored_form_that_is_not_ours_is_an_error_and_not_a_match() {
        assertThatThrownBy(() -> new Argon2id().matches("x", "plain")).isInstanceOf(AccountsException.class);
    }
}
