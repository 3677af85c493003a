/**
 * The trees that depmod is compared on, with figures of today's kmod (34 and later) where there are some: `depmod -b ROOT -o OUT
 * VERSION`, without a depmod.d, for these versions of the packages only.
 */

export const DEPMOD_FIGURES = [
  {
    tree: "6.1",
    source: "linux-image-6.1.0-56-amd64 6.1.192-2",
    figures: {
      "modules.alias": "42b7e9c42929d0214c80c93dab61a40349b2f49ae135ecd76860f7b39afb55cb",
      "modules.alias.bin": "a6c5b76081a12241427bcadafe23068981f9b48ad5e41a5d523275d0024f7bac",
      "modules.builtin.alias.bin": "919d8bea324810f256ec02bc05bf994a3cd98bf2f4ed6f02a2ab98b07d1b4fa6",
      "modules.builtin.bin": "60163e7ada37370c7da4ae6810e1bf0cfa5adccaefda438397f01e92dbea1fc1",
      "modules.dep": "f9b1467219f094a33fbf80acde8fee9e28b52687c08851197dc7b17eb8d58aef",
      "modules.dep.bin": "ffe11639a869ed0d5997c3675f638bfe958831bc38995425d5149fea45b4a615",
      "modules.devname": "a0ad98d2a447b35c07e39ec458d27b343a367ce744a59e264b7db7de3b762b05",
      "modules.softdep": "9599f9d24898fd5db98f50e0214462c0b6bca44b8e0fd2e6108f4c4c89498eca",
      "modules.symbols": "ecb95691b1291586c944cbaaf8ff1a13c297d7488897b99ae01b7dfa6a84daaa",
      "modules.symbols.bin": "642d6982a744e64673d46d9357b9cf72dc1e76438254345cb109b54a318d6cda",
      "modules.weakdep": "a1fffe1059d8150b5d402b3f284f507025a8d4b5881810cb17b3fda8b8ab9304",
    },
  },
  {
    tree: "6.12",
    source: "linux-image-6.12.117+deb12-amd64 6.12.117-1~deb12u1",
    figures: {
      "modules.alias": "9597e15d3b710e51984e43b993fa23fbe9854256fc4493dea0664821f4aa83e6",
      "modules.alias.bin": "906b92b012f1692c316dec44b98305c73b3789220c6681e1170a0f99d3987d6e",
      "modules.builtin.alias.bin": "bd057b764cc1bc4ba89c5c4a38070d486e9f89a574af8a58ca8ec3b1f614598d",
      "modules.builtin.bin": "f2100989c78c0c9b54ab99986acceef76dcc2a737b7686d1ffb18f920642d304",
      "modules.dep": "dcc00a463178af270fa895ebbd3aa44036454a63f8b61617502aadc980d3ee30",
      "modules.dep.bin": "123f7a60e71a89ba57ff1a5bb19c3e1624b6786bb8d7d629a784452a9cc8a332",
      "modules.devname": "faf26c9133d1aa71223bde8269908665350148f405a34aa0d53b15c043baccdd",
      "modules.softdep": "72841f1fbcf8326dac3b52ba286082038ee3b9602dbd2fe250e6a831e0fd2600",
      "modules.symbols": "861077abed7cf1f046a6718c00a6a4d560ab193bd257f4c50cce2113bd88ab82",
      "modules.symbols.bin": "6a3dc4e893d5ba6c4b8e69d9b1fe61132faa3003a9acc4d8ba3f9dc88b678a48",
      "modules.weakdep": "a1fffe1059d8150b5d402b3f284f507025a8d4b5881810cb17b3fda8b8ab9304",
    },
  },
  {
    tree: "uml",
    source: "user-mode-linux 6.1um4+b13",
    figures: {
      "modules.alias": "52be0b8a7005e6a213d69fd7a24b6645153b8d59498747c5b1fe711ed4326dbb",
      "modules.alias.bin": "33738b821f5f92763c97b61da45a83dece16a46374d3039d3f3b089ce7bbbbb0",
      "modules.builtin.alias.bin": "677a65a4f4510889abbbc74f92091a01e086be2a8c2ebf2e2c6682d752ba4d53",
      "modules.builtin.bin": "28509a4b4c6e4f3b5734657e7c462bb5e30015dad490d2339c93212e2d0df6c2",
      "modules.dep": "77f9cb3db8544d18f9a8ba110fec191aaebf292831b7e4f32713fa7e331fe9a7",
      "modules.dep.bin": "724976ef827b3dd7e9762530bf9e2b0d925fc05850d3bdfebd6baf38d117d757",
      "modules.devname": "3235f22357e9880ea838670315c67fb168739417c728bb07fb60ec046a2ed67e",
      "modules.softdep": "e4d722d476410dc4336fcd534b5dc008e77653842dbb037fc3d1b8217363210c",
      "modules.symbols": "ac22ad819035b1a17b39019e052b3a2e93e13636beead3ce3a7eaa783b8633f5",
      "modules.symbols.bin": "aa7328fea0e47eb5f6368e75c5dc2cbd663ddb8669fbe09718ecbdc79eea3f2d",
      "modules.weakdep": "a1fffe1059d8150b5d402b3f284f507025a8d4b5881810cb17b3fda8b8ab9304",
    },
  },
  {
    tree: "arm64",
    source: "linux-image-6.1.0-56-arm64 6.1.192-2",
    figures: {
      "modules.alias": "a5c0cb44a34582b279aa91c9dd89611e821b93bce754c3ab482f4ba9ff9799d6",
      "modules.alias.bin": "6a85f5cd92f71c050fa83971add99188316a5d4ff2f4b40db3eaeb471c9b11c3",
      "modules.builtin.alias.bin": "38bf73570de52bdb6ed2e9637df2fc97840bc307bae3d918ea720b9d6ff0da23",
      "modules.builtin.bin": "673da79eb50bcc555b094f491fa999a70ef983ed73c89a61f3e41ae9c38642fd",
      "modules.dep": "2540dcc953d6c1ffc3ae1b9ab567b6f4ea3f4a91725249b016feeb1886df1371",
      "modules.dep.bin": "763c173d05e0b26f90aec1504984943577dfc13fcbe6037e773325777ec24194",
      "modules.devname": "2da394cb283502ee4fef88bb905f14849718600b7b4dc8a71abe7ed5e13c2e2b",
      "modules.softdep": "66fb1eab6d9341ccda5ab12232abeff71fb645b776abfc9f5b848c8739371aff",
      "modules.symbols": "5f9126036a16c39354c650ffc75c294851cb94bc02f3adb1d959253157f28cf9",
      "modules.symbols.bin": "e3c25ac7b22101322a1db9147943561a60408add00895214f3834e739a0a7ac8",
      "modules.weakdep": "a1fffe1059d8150b5d402b3f284f507025a8d4b5881810cb17b3fda8b8ab9304",
    },
  },
  {
    tree: "s390x",
    source: "linux-image-6.1.0-50-s390x 6.1.176-1",
    figures: {
      "modules.alias": "c727aa8286cd1e57343ba578c33926fbbff20bd634ef968ab5722a59f9db2417",
      "modules.alias.bin": "9e4ee3df428942d85793a8b234e80560eb855f8f7a194d663c9658894507949e",
      "modules.builtin.alias.bin": "4123100e1772bf9f182083297b59d286d79c148ac6cb8291bb628cf30d5048f3",
      "modules.builtin.bin": "683fba07f6da799ac40d5e259422f418710f8dc5ceccb1dfc462563ce98c8523",
      "modules.dep": "ff05a6f9bf8bd966fa320f06349a5f6b96112cec6164a8b993d3b2b78df9eff3",
      "modules.dep.bin": "4c5aa6f3e296390c4407d27b5c321ede2615eb0fb5c59a7a32de1e8089d0b667",
      "modules.devname": "8b8f632cd86c40a96745cc9a646fc5537344af507f892f5132a60f3c4c1295f7",
      "modules.softdep": "4a9129d21c3529876abcd73f25232f305d2e5796cf32bf9a2f14f769143e1ce4",
      "modules.symbols": "88d67c5aa6a97f3e08b44c1a7c3b66f29edc07d722312e73c145159655b3c62a",
      "modules.symbols.bin": "fc6879a037e982de21beabd15f2be5590b4177162bece1d6e3eea20925a35ccd",
      "modules.weakdep": "a1fffe1059d8150b5d402b3f284f507025a8d4b5881810cb17b3fda8b8ab9304",
    },
  },
  // 32-bit; compared with kmod 30 alone.
  { tree: "armhf", source: undefined, figures: undefined },
] as const;
