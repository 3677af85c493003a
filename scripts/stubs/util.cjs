/** The one function of node:util that elfy uses. */
exports.inherits = (child, parent) => {
  Object.setPrototypeOf(child.prototype, parent.prototype);
};
