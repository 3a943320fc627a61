package main

import (
	"bytes"
	"testing"
	"time"
)

func TestATokenNamesAConversation(t *testing.T) {
	for token, conversation := range map[string]string{
		"v7": "c7", "a12": "c12", "l3-99": "c3", "x": "", "": "", "visitor": "",
	} {
		if got := personOf(token).conversation; got != conversation {
			t.Errorf("%q belongs to %q, not to %q", token, got, conversation)
		}
	}
}

func TestEveryoneElseHearsAMessageAndItsSenderAnAcknowledgement(t *testing.T) {
	hub := newHub()
	visitor, agent, other := member("v1"), member("a1"), member("a2")
	for _, c := range []*connection{visitor, agent, other} {
		hub.join(c)
	}
	hub.relay(visitor, &sendFrame{ClientMsgID: "m1", Text: "你好"})
	if got := <-visitor.outbound; !bytes.HasPrefix(got, []byte(`{"ack":{"client_msg_id":"m1","conversation_id":"c1"`)) {
		t.Errorf("the sender got %s", got)
	}
	if got := <-agent.outbound; !bytes.Contains(got, []byte(`"text":"你好"`)) {
		t.Errorf("the agent got %s", got)
	}
	if len(other.outbound) != 0 {
		t.Error("another conversation's agent heard of it")
	}
}

func member(token string) *connection {
	return &connection{outbound: make(chan []byte, queued), heartbeat: time.Second, person: personOf(token)}
}
