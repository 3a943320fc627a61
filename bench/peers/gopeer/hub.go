package main

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// person is who a token names.
type person struct {
	id           string
	kind         string
	conversation string // empty for somebody who is only there
}

func personOf(token string) person {
	number, _, _ := strings.Cut(token[min(1, len(token)):], "-")
	if _, err := strconv.Atoi(number); err != nil {
		return person{id: token, kind: "visitor"}
	}
	kind := "agent"
	if token[0] == 'v' {
		kind = "visitor"
	}
	return person{id: token, kind: kind, conversation: "c" + number}
}

// hub knows who is there, and which connections belong to which conversation.
type hub struct {
	mutex         sync.RWMutex
	connections   map[*connection]struct{}
	conversations map[string]*conversation
}

// conversation numbers its messages; everyone in it hears them in that order.
type conversation struct {
	mutex   sync.Mutex
	seq     int64
	members []*connection
}

func newHub() *hub {
	return &hub{connections: map[*connection]struct{}{}, conversations: map[string]*conversation{}}
}

func (h *hub) join(c *connection) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.connections[c] = struct{}{}
	if c.person.conversation == "" {
		return
	}
	talk := h.conversations[c.person.conversation]
	if talk == nil {
		talk = &conversation{}
		h.conversations[c.person.conversation] = talk
	}
	talk.mutex.Lock()
	talk.members = append(talk.members, c)
	talk.mutex.Unlock()
}

func (h *hub) leave(c *connection) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	delete(h.connections, c)
	talk := h.conversations[c.person.conversation]
	if talk == nil {
		return
	}
	talk.mutex.Lock()
	defer talk.mutex.Unlock()
	for i, member := range talk.members {
		if member == c {
			talk.members = append(talk.members[:i], talk.members[i+1:]...)
			return
		}
	}
}

// relay acknowledges a message to its sender and queues it for everyone else in the conversation. The message is encoded
// once. A queue that is full closes its connection, as a broadcast must not wait for one slow client.
func (h *hub) relay(from *connection, send *sendFrame) {
	h.mutex.RLock()
	talk := h.conversations[from.person.conversation]
	h.mutex.RUnlock()
	if talk == nil {
		return
	}
	now := time.Now().UTC()
	talk.mutex.Lock()
	defer talk.mutex.Unlock()
	talk.seq++
	from.queue(ack(from.person, send, talk.seq, now))
	bytes := message(from.person, send, talk.seq, now)
	for _, member := range talk.members {
		if member != from {
			member.queue(bytes)
		}
	}
}

func (c *connection) queue(bytes []byte) {
	select {
	case c.outbound <- bytes:
	default:
		c.socket.Close()
	}
}
