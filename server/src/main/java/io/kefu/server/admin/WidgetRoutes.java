package io.kefu.server.admin;

import io.kefu.server.admin.Channels.Channel;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.Route;
import java.util.List;

/** What the widget needs to know before it has a visitor. */
final class WidgetRoutes {
    private final Channels channels;
    private final CrossOrigin crossOrigin;

    WidgetRoutes(Channels channels, CrossOrigin crossOrigin) {
        this.channels = channels;
        this.crossOrigin = crossOrigin;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/channels/{name}/widget", Access.ANYONE, this::widget));
    }

    private Answer widget(Call call) {
        Channel channel = channels.find(call.path("name")).orElseThrow(ApiException::notFound);
        crossOrigin.check(call.origin(), call.host(), channel.name());
        return Answer.ok(channel.widget());
    }
}
