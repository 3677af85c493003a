/** The one assertion of elfy. Node's own module takes longer to load than a whole tool to run. */
exports.equal = (actual, expected) => {
  // biome-ignore lint/suspicious/noDoubleEquals: that is what assert.equal compares with
  if (actual != expected) throw new Error(`${actual} == ${expected}`);
};
