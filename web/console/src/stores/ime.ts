/**
 * Whether a key belongs to an input method that is composing. Enter then takes the candidate and must not send. Chrome
 * and Firefox set `isComposing`; Safari ends the composition first and marks the key with code 229; some Android
 * keyboards report 229 or `Process` all the time.
 */
export function composing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'key'>): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === 'Process';
}

/** Enter alone sends; with any modifier, or held down, it does not. */
export function sends(
  event: Pick<
    KeyboardEvent,
    'isComposing' | 'keyCode' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat'
  >,
): boolean {
  return (
    event.key === 'Enter' &&
    !composing(event) &&
    !event.shiftKey &&
    !event.altKey &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.repeat
  );
}
