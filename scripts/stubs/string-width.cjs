// What cli-table3 asks how wide a text is: by the same table as we cut by, or a box would not close.
module.exports = require("../../src/core/text-width.ts").textWidth;
