package io.kefu.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Calls a record's canonical constructor with values that its shape has vouched for. */
final class Construction {

    private Construction() {}

    /**
     * @throws FieldProblem what the constructor itself threw
     * @throws IllegalStateException when it threw anything else: bounds belong into annotations
     */
    static Object of(Class<? extends Record> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof FieldProblem problem) {
                throw problem;
            }
            throw new IllegalStateException(type.getName() + " refused values that its shape allows", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be constructed", e);
        }
    }
}
