// SPDX-License-Identifier: Apache-2.0
// What a User-Agent header says, in two words; itself where it is none of the known.
const kBrowsers: [RegExp, string][] = [
  [/QIHU|360SE|360EE/i, '360'],
  [/QQBrowser/, 'QQ 浏览器'],
  [/MetaSr|SLBrowser/, '搜狗/联想'],
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const kSystems: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/UOS|Kylin|Linux/, 'Linux'],
];

export function agentName(agent: string): string {
  const name = (known: [RegExp, string][]) => known.find(([word]) => word.test(agent))?.[1];
  const found = [name(kBrowsers), name(kSystems)].filter((part) => part !== undefined);
  if (found.length > 0) return found.join(' · ');
  return agent.length > 40 ? `${agent.slice(0, 40)}…` : agent || '—';
}
