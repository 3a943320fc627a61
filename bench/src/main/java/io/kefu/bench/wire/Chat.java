package io.kefu.bench.wire;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Delivery;
import io.kefu.protocol.v1.DeliveryState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.ReadMark;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.Recipient;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Typing;
import io.kefu.protocol.v1.TypingNotice;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chats of an online shop, half of them Chinese and half English, the same for the same seed: what customers and agents
 * write, with names, order numbers and amounts of their own, and the frames that carry it.
 */
public final class Chat {
    private static final long START = 1_790_000_000L;
    private static final int ALPHABET = 26;

    private static final List<String> CHINESE = List.of(
            "您好，请问在吗？",
            "我的订单{o}什么时候发货？",
            "快递显示已签收，但是我没有收到",
            "这款{p}还有货吗",
            "可以便宜一点吗",
            "我想退款，订单号{o}",
            "好的，谢谢",
            "请稍等，我帮您查询一下",
            "您的订单{o}预计{d}天内送达",
            "收到的{p}有破损，附上照片",
            "请问您方便提供一下手机号吗？",
            "已经为您申请退款{m}元，{d}个工作日内到账",
            "尺码偏小，可以换大一号吗",
            "发票能开公司抬头吗",
            "怎么还没有回复",
            "不好意思让您久等了",
            "这个优惠券为什么用不了",
            "满{m}元包邮哦亲",
            "我要投诉",
            "地址写错了，能改一下吗？新地址是上海市浦东新区{n}路{d}号",
            "{p}怎么连接蓝牙？按了没反应",
            "请长按电源键{d}秒重启试试",
            "还是不行",
            "那我给您安排换货，运费由我们承担",
            "嗯嗯",
            "麻烦快一点，急用",
            "您好，我是客服{n}，很高兴为您服务",
            "请问还有其他可以帮您的吗？",
            "没有了，谢谢你，{n}",
            "祝您生活愉快，再见");

    private static final List<String> ENGLISH = List.of(
            "Hi, is anyone there?",
            "Where is my order {o}?",
            "The tracking says delivered but I never got it.",
            "Is the {p} still in stock?",
            "Could you give me a discount?",
            "I'd like a refund for order {o}, please.",
            "OK, thanks!",
            "One moment please, let me check that for you.",
            "Your order {o} should arrive within {d} days.",
            "The {p} arrived damaged, see the picture.",
            "May I have the phone number on the account?",
            "I've issued a refund of ${m}; it takes up to {d} working days.",
            "It's too small. Can I exchange it for a larger size?",
            "Can I get an invoice with our company's name on it?",
            "Still waiting...",
            "Sorry for the delay, and thank you for your patience.",
            "Why doesn't my coupon work?",
            "Shipping is free above ${m}.",
            "I want to speak to a manager.",
            "I entered the wrong address, can you change it to {d} {n} Street, London?",
            "How do I pair the {p} over Bluetooth? Nothing happens.",
            "Please hold the power button for {d} seconds to restart it.",
            "That didn't help.",
            "I'll arrange a replacement, at no cost to you.",
            "yes",
            "Please hurry, I need it by Friday.",
            "Hello, this is {n} from support. How can I help you today?",
            "Is there anything else I can do for you?",
            "No, that's all. Thank you, {n}.",
            "Have a nice day!");

    private static final List<String> CHINESE_PRODUCTS =
            List.of("蓝牙耳机", "连衣裙", "保温杯", "电动牙刷", "机械键盘", "羽绒服", "台灯", "运动鞋");
    private static final List<String> ENGLISH_PRODUCTS = List.of(
            "headphones",
            "summer dress",
            "travel mug",
            "toothbrush",
            "keyboard",
            "down jacket",
            "desk lamp",
            "running shoes");
    private static final List<String> CHINESE_NAMES = List.of("小王", "李婷", "张伟", "陈静", "刘洋", "阿杰");
    private static final List<String> ENGLISH_NAMES = List.of("Amy", "Robert", "Chloe", "Daniel", "Grace", "Oliver");

    private final Random random;

    public Chat(long seed) {
        random = new Random(seed);
    }

    /** One message and what it makes both sides send and hear. */
    public record Said(List<ClientFrame> up, List<ServerFrame> down) {}

    /** Of one conversation, so many messages of visitor and agent in turns. */
    public List<Said> conversation(int messages) {
        boolean chinese = random.nextBoolean();
        Talk talk = new Talk("c_" + id(), "v_" + id(), word(), word(), chinese, START + random.nextInt(10_000_000));
        return IntStream.rangeClosed(1, messages)
                .mapToObj(seq -> said(talk, seq))
                .toList();
    }

    private record Talk(
            String conversation, String visitor, String agent, String epoch, boolean chinese, long startedSeconds) {}

    private Said said(Talk talk, long seq) {
        boolean visitor = seq % 2 == 1;
        String clientMsgId = UUID.nameUUIDFromBytes(bytes(16)).toString();
        String text = text(talk.chinese());
        Timestamp at = Timestamp.newBuilder()
                .setSeconds(talk.startedSeconds() + seq * 12 + random.nextInt(10))
                .setNanos(random.nextInt(1000) * 1_000_000)
                .build();
        String messageId = "m_" + id();
        Party author = party(visitor, talk);
        Send send = Send.newBuilder()
                .setClientMsgId(clientMsgId)
                .setConversationId(talk.conversation())
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .build();
        Ack ack = Ack.newBuilder()
                .setClientMsgId(clientMsgId)
                .setConversationId(talk.conversation())
                .setEpoch(talk.epoch())
                .setSeq(seq)
                .setMessageId(messageId)
                .setSentAt(at)
                .setDuplicate(false)
                .build();
        Message message = Message.newBuilder()
                .setConversationId(talk.conversation())
                .setEpoch(talk.epoch())
                .setSeq(seq)
                .setMessageId(messageId)
                .setClientMsgId(clientMsgId)
                .setChannelId("web")
                .setAuthor(author)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .setSentAt(at)
                .build();
        Party other = party(!visitor, talk);
        return new Said(
                List.of(
                        ClientFrame.newBuilder()
                                .setTyping(Typing.newBuilder().setConversationId(talk.conversation()))
                                .build(),
                        ClientFrame.newBuilder().setSend(send).build(),
                        ClientFrame.newBuilder()
                                .setRead(ReadUpTo.newBuilder()
                                        .setConversationId(talk.conversation())
                                        .setSeq(seq))
                                .build()),
                List.of(
                        ServerFrame.newBuilder()
                                .setTyping(TypingNotice.newBuilder()
                                        .setConversationId(talk.conversation())
                                        .setBy(author))
                                .build(),
                        ServerFrame.newBuilder().setAck(ack).build(),
                        ServerFrame.newBuilder().setMessage(message).build(),
                        delivered(talk, seq, other),
                        ServerFrame.newBuilder()
                                .setRead(ReadMark.newBuilder()
                                        .setConversationId(talk.conversation())
                                        .setBy(other)
                                        .setSeq(seq))
                                .build()));
    }

    private static ServerFrame delivered(Talk talk, long seq, Party to) {
        return ServerFrame.newBuilder()
                .setDelivery(Delivery.newBuilder()
                        .setConversationId(talk.conversation())
                        .setSeq(seq)
                        .setTo(Recipient.newBuilder().setKind(to.getKind()).setId(to.getId()))
                        .setState(DeliveryState.DELIVERY_STATE_DELIVERED))
                .build();
    }

    private static Party party(boolean visitor, Talk talk) {
        return Party.newBuilder()
                .setKind(visitor ? PartyKind.PARTY_KIND_VISITOR : PartyKind.PARTY_KIND_AGENT)
                .setId(visitor ? talk.visitor() : talk.agent())
                .setName(visitor ? "" : talk.agent())
                .build();
    }

    /** One to three sentences. */
    private String text(boolean chinese) {
        return random.ints(1 + random.nextInt(3), 0, CHINESE.size())
                .mapToObj(i -> filled((chinese ? CHINESE : ENGLISH).get(i), chinese))
                .collect(Collectors.joining(chinese ? "" : " "));
    }

    private String filled(String sentence, boolean chinese) {
        return sentence.replace("{o}", "2026" + (10_000_000 + random.nextInt(90_000_000)))
                .replace("{p}", one(chinese ? CHINESE_PRODUCTS : ENGLISH_PRODUCTS))
                .replace("{n}", one(chinese ? CHINESE_NAMES : ENGLISH_NAMES))
                .replace("{d}", String.valueOf(1 + random.nextInt(30)))
                .replace("{m}", String.valueOf(9 + random.nextInt(990)));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String id() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(16));
    }

    private String word() {
        return random.ints(8, 0, ALPHABET)
                .mapToObj(i -> String.valueOf((char) ('a' + i)))
                .collect(Collectors.joining());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
