package io.kefu.kefuctl.load.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureFormTest {

    private static byte[] picture(byte[] form) {
        String text = new String(form, ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        return Arrays.copyOfRange(form, begin, text.lastIndexOf("\r\n--kefu"));
    }

    @Test
    void each_form_holds_a_jpeg_of_just_that_size_that_no_other_is_equal_to() throws IOException {
        PictureForm form = PictureForm.of(100_000);
        byte[] first = picture(form.next());
        byte[] second = picture(form.next());
        assertThat(first).hasSize(100_000).isNotEqualTo(second);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(second));
        assertThat(image.getWidth()).isEqualTo(1_280);
        assertThat(image.getHeight()).isEqualTo(960);
    }

    @Test
    void a_form_follows_the_head_of_its_request() throws IOException {
        PictureForm form = PictureForm.of(100_000);
        byte[] request = form.next("head".getBytes(ISO_8859_1));
        assertThat(request).hasSize(form.length() + 4);
        assertThat(new String(request, 0, 12, ISO_8859_1)).isEqualTo("head--kefu-b");
    }

    @Test
    void a_size_that_no_such_picture_has_is_said() {
        assertThatThrownBy(() -> PictureForm.of(1_000)).hasMessageContaining("takes 1000 bytes");
        assertThatThrownBy(() -> PictureForm.of(10_000_000)).hasMessageContaining("takes 10000000 bytes");
    }
}
