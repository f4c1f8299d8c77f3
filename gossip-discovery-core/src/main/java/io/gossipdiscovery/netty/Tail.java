package io.gossipdiscovery.netty;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of every pipeline: enters the channel among those to be closed, and lets errors of
 * sockets rest. They are ordinary in a lossy world and nobody's to repair; Netty would log each as
 * a warning, which is a lever for whoever can cause them.
 */
@Sharable
final class Tail extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    private final ChannelGroup opened;

    Tail(ChannelGroup opened) {
        this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        opened.add(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("A socket failed", cause);
    }
}
