package main

import (
	"encoding/json"
	"strconv"
	"time"
)

const instant = "2006-01-02T15:04:05.000Z"

type clientFrame struct {
	Hello *helloFrame `json:"hello,omitempty"`
	Send  *sendFrame  `json:"send,omitempty"`
}

type helloFrame struct {
	Token string `json:"token"`
}

type sendFrame struct {
	ClientMsgID    string `json:"client_msg_id"`
	ConversationID string `json:"conversation_id"`
	MessageType    string `json:"message_type"`
	Text           string `json:"text"`
}

type serverFrame struct {
	Welcome *welcomeFrame `json:"welcome,omitempty"`
	Ack     *ackFrame     `json:"ack,omitempty"`
	Message *messageFrame `json:"message,omitempty"`
}

type welcomeFrame struct {
	Self              party  `json:"self"`
	HeartbeatInterval int64  `json:"heartbeat_interval_ms"`
	ServerTime        string `json:"server_time"`
}

type party struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

type ackFrame struct {
	ClientMsgID    string `json:"client_msg_id"`
	ConversationID string `json:"conversation_id"`
	Epoch          string `json:"epoch"`
	Seq            int64  `json:"seq"`
	MessageID      string `json:"message_id"`
	SentAt         string `json:"sent_at"`
}

type messageFrame struct {
	ConversationID string `json:"conversation_id"`
	Epoch          string `json:"epoch"`
	Seq            int64  `json:"seq"`
	MessageID      string `json:"message_id"`
	ClientMsgID    string `json:"client_msg_id"`
	ChannelID      string `json:"channel_id"`
	Author         party  `json:"author"`
	MessageType    string `json:"message_type"`
	Text           string `json:"text"`
	SentAt         string `json:"sent_at"`
}

func decode(bytes []byte) (clientFrame, error) {
	var frame clientFrame
	err := json.Unmarshal(bytes, &frame)
	return frame, err
}

func encode(frame serverFrame) []byte {
	bytes, err := json.Marshal(frame)
	if err != nil {
		panic(err) // strings and numbers can always be encoded
	}
	return bytes
}

func welcome(who person, heartbeat time.Duration) []byte {
	return encode(serverFrame{Welcome: &welcomeFrame{
		Self:              party{Kind: who.kind, ID: who.id},
		HeartbeatInterval: heartbeat.Milliseconds(),
		ServerTime:        time.Now().UTC().Format(instant),
	}})
}

func ack(who person, send *sendFrame, seq int64, now time.Time) []byte {
	return encode(serverFrame{Ack: &ackFrame{
		ClientMsgID:    send.ClientMsgID,
		ConversationID: who.conversation,
		Epoch:          "e1",
		Seq:            seq,
		MessageID:      who.conversation + "-" + strconv.FormatInt(seq, 10),
		SentAt:         now.Format(instant),
	}})
}

func message(who person, send *sendFrame, seq int64, now time.Time) []byte {
	return encode(serverFrame{Message: &messageFrame{
		ConversationID: who.conversation,
		Epoch:          "e1",
		Seq:            seq,
		MessageID:      who.conversation + "-" + strconv.FormatInt(seq, 10),
		ClientMsgID:    send.ClientMsgID,
		ChannelID:      "web",
		Author:         party{Kind: who.kind, ID: who.id},
		MessageType:    send.MessageType,
		Text:           send.Text,
		SentAt:         now.Format(instant),
	}})
}
