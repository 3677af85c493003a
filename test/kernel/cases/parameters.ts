/**
 * `kmod-ts params` beside what sysfs has after a module was loaded: with options of modprobe.d, of the kernel command line and of the
 * command line of modprobe, alone and against each other.
 */

import type { ExpectedTable } from "./today.ts";

const CONF = "/etc/modprobe.d/lab.conf";
const TBASE = "tbase 834 0 - Live (O)\n";

/** The lines `NAME VALUE` of what sysfs has. */
const shown = (module: string, ...names: readonly string[]): string =>
  names.map((name) => `echo ${name} $(cat /sys/module/${module}/parameters/${name})`).join("; ");

/** Another kernel command line for whoever reads it. */
const booted = (words: string): string => `echo 'quiet ${words}' >line; mount --bind line /proc/cmdline`;

/** What the kernel does with module and option, in the words of `isAcceptable`. */
const TAKEN: readonly (readonly [option: string, taken: boolean])[] = [
  ["tbase val=2147483647", true],
  ["tbase val=2147483648", false],
  ["tbase val=-0x80000000", true],
  ["tbase val=08", false],
  ["tbase val", false],
  ["tbase val=slow val=3", false],
  ["tbase str=", true],
  ["tbase str", false],
  ["overlay redirect_max=65535", true],
  ["overlay redirect_max=65536", false],
  ["overlay redirect_max=-1", false],
  ["overlay index", true],
  ["overlay index=maybe", false],
  ["overlay index=", false],
  ["nf_conntrack_ftp ports=1,0x2", true],
  ["nf_conntrack_ftp ports=1,,2", false],
  ["nf_conntrack_ftp ports", false],
  ["scsi_mod default_dev_flags=18446744073709551615", true],
  ["scsi_mod default_dev_flags=18446744073709551616", false],
];

export const parameterCases: ExpectedTable = {
  "values that the types allow, and others": {
    run: [
      'try() { modprobe "$@" 2>/dev/null && echo "$* true" || echo "$* false"; modprobe -r "$1"; }',
      ...TAKEN.map(([option]) => `try ${option}`),
    ].join("\n"),
    expect: { out: TAKEN.map(([option, taken]) => `${option} ${taken}\n`).join("") },
  },
  "options of modprobe.d": {
    configuration: "options tbase val=0x10 str=abc",
    run: "modprobe tbase; kmod-ts params --diff tbase; kmod-ts params --changed",
    look: shown("tbase", "val", "str"),
    expect: { state: `${TBASE}val 16\nstr abc\n` },
  },
  "options of the kernel command line, against modprobe.d": {
    before: booted('tbase.val=010 tbase.str="x y" nosuch.a=1'),
    configuration: "options tbase val=3 str=conf",
    run: "modprobe tbase; kmod-ts params --diff tbase; kmod-ts params --changed",
    look: shown("tbase", "val", "str"),
    expect: { state: `${TBASE}val 8\nstr x y\n` },
  },
  "options of modprobe's command line, against both": {
    before: booted("tbase.val=8"),
    configuration: "options tbase val=3 str=conf",
    run: "modprobe tbase val=4 str=hand; kmod-ts params --diff tbase",
    look: shown("tbase", "val", "str"),
    expect: {
      out: [
        "tbase.val differs: wanted 8 (kernel command line), the kernel has 4; write it to change it\n",
        `tbase.str differs: wanted conf (${CONF}:1), the kernel has hand; write it to change it\n`,
      ].join(""),
      state: `${TBASE}val 4\nstr hand\n`,
    },
  },
  "each parameter from another origin": {
    before: booted("nf_conntrack_ftp.loose=off"),
    configuration: "options nf_conntrack_ftp ports=0x15,2121\noptions overlay index=n",
    run: [
      "modprobe nf-conntrack-ftp; modprobe overlay metacopy=y index=1; kmod-ts params --changed",
      shown("nf_conntrack_ftp", "ports", "loose"),
      shown("overlay", "metacopy", "index"),
    ].join("\n"),
    expect: {
      out: [
        `overlay.index differs: wanted n (${CONF}:2), the kernel has Y; write it to change it\n`,
        "ports 21,2121\nloose N\nmetacopy Y\nindex Y\n",
      ].join(""),
    },
  },
  "what can only be given at insertion": {
    configuration: "options nf_conntrack_ftp ports=21 loose=0",
    run: [
      "modprobe nf_conntrack_ftp ports=22 loose=0; kmod-ts params --diff nf-conntrack-ftp",
      shown("nf_conntrack_ftp", "ports", "loose"),
    ].join("\n"),
    expect: {
      out: [
        `nf_conntrack_ftp.ports differs: wanted 21 (${CONF}:1), the kernel has 22; the module must be loaded again\n`,
        "ports 22\nloose N\n",
      ].join(""),
    },
  },
  "a value that was written since": {
    configuration: "options tbase val=3",
    run: "modprobe tbase; echo 5 >/sys/module/tbase/parameters/val; kmod-ts params --changed",
    look: shown("tbase", "val"),
    expect: {
      out: `tbase.val differs: wanted 3 (${CONF}:1), the kernel has 5; write it to change it\n`,
      state: `${TBASE}val 5\n`,
    },
  },
  "a parameter that does not exist, and a value that is none": {
    configuration: "options tbase vall=1\noptions ipip log_ecn_error=perhaps",
    run: "modprobe tbase 2>/dev/null; modprobe ipip 2>/dev/null; kmod-ts params --diff tbase ipip; ls /sys/module/ipip",
    expect: {
      out: [
        `tbase.vall: wanted 1 (${CONF}:1); tbase has no such parameter; the nearest is 'val'\n`,
        "ipip is not loaded\n",
        `ipip.log_ecn_error: wanted perhaps (${CONF}:2); no value of type bool\n`,
      ].join(""),
      status: 2,
      err: "ls: cannot access '/sys/module/ipip': No such file or directory\n",
    },
  },
  "a module of the kernel's image": {
    before: booted("printk.time=Y"),
    configuration: "options ext4 mount=1\noptions printk time=n",
    run: `kmod-ts params --diff printk; ${shown("printk", "time")}; echo Y >/sys/module/printk/parameters/time; kmod-ts params --diff printk`,
    expect: {
      out: "printk.time differs: wanted Y (kernel command line), the kernel has N; write it to change it\ntime N\n",
    },
  },
};
