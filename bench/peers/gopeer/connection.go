package main

import (
	"time"

	"github.com/gorilla/websocket"
)

const (
	queued     = 64 // frames that may wait for a slow client before it is closed
	largest    = 128 * 1024
	helloWait  = 5 * time.Second
	writeWait  = 10 * time.Second
	silentFor  = 5 // half heartbeats
	halfOfBeat = 2
)

// connection is a client: one goroutine reads, one writes what is queued and pings.
type connection struct {
	socket    *websocket.Conn
	outbound  chan []byte
	heartbeat time.Duration
	person    person
}

// serve says hello, then reads until the client is gone.
func serve(hub *hub, socket *websocket.Conn, heartbeat time.Duration) {
	c := &connection{socket: socket, outbound: make(chan []byte, queued), heartbeat: heartbeat}
	socket.SetReadLimit(largest)
	if !c.greet() {
		socket.Close()
		return
	}
	hub.join(c)
	go c.writePump()
	c.outbound <- welcome(c.person, heartbeat)
	c.readPump(hub)
	hub.leave(c)
	close(c.outbound)
}

func (c *connection) greet() bool {
	c.socket.SetReadDeadline(time.Now().Add(helloWait))
	_, bytes, err := c.socket.ReadMessage()
	if err != nil {
		return false
	}
	frame, err := decode(bytes)
	if err != nil || frame.Hello == nil {
		return false
	}
	c.person = personOf(frame.Hello.Token)
	return true
}

func (c *connection) readPump(hub *hub) {
	c.heard()
	c.socket.SetPongHandler(func(string) error {
		c.heard()
		return nil
	})
	for {
		_, bytes, err := c.socket.ReadMessage()
		if err != nil {
			return
		}
		c.heard()
		frame, err := decode(bytes)
		if err != nil {
			return
		}
		if frame.Send != nil {
			hub.relay(c, frame.Send)
		}
	}
}

func (c *connection) heard() {
	c.socket.SetReadDeadline(time.Now().Add(c.heartbeat * silentFor / halfOfBeat))
}

func (c *connection) writePump() {
	ticker := time.NewTicker(c.heartbeat)
	defer func() {
		ticker.Stop()
		c.socket.Close()
	}()
	for {
		select {
		case bytes, open := <-c.outbound:
			c.socket.SetWriteDeadline(time.Now().Add(writeWait))
			if !open {
				c.socket.WriteMessage(websocket.CloseMessage, []byte{})
				return
			}
			if err := c.socket.WriteMessage(websocket.TextMessage, bytes); err != nil {
				return
			}
		case <-ticker.C:
			c.socket.SetWriteDeadline(time.Now().Add(writeWait))
			if err := c.socket.WriteMessage(websocket.PingMessage, nil); err != nil {
				return
			}
		}
	}
}
