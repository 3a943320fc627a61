// how the widget goes on without WebSockets
