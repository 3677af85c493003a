#!/usr/bin/env node
require("./start.js")("kmod", true);
