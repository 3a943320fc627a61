package io.kefu.kefuctl.service;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Objects;

/**
 * SIGHUP as a wish to read the configuration again. Java has no public way to hear a signal; {@code sun.misc.Signal} is in
 * the module jdk.unsupported for just that, and is reached by name as the compiler refuses to.
 */
public final class HangUp {

    private HangUp() {}

    /**
     * Runs what is given on a thread of its own at each SIGHUP; false where this Java cannot, and where whoever started it
     * wants the signal ignored, as nohup(1) does: Java then leaves it so.
     */
    public static boolean means(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handling = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "SIGHUP";
            };
            Object hearing = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, handling);
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearing);
            return !Objects.equals(before, handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
