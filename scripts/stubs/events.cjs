/** What commander uses of node:events, for engines that have none. */
exports.EventEmitter = class EventEmitter {
  #listeners = new Map();

  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return this;
  }

  emit(name, ...values) {
    const listeners = this.#listeners.get(name) ?? [];
    for (const listener of listeners) listener.apply(this, values);
    return listeners.length > 0;
  }

  listenerCount(name) {
    return this.#listeners.get(name)?.length ?? 0;
  }
};
