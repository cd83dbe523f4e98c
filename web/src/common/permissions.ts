// SPDX-License-Identifier: Apache-2.0
// What the session may do, by area where it matters; and the words for it.
import { useAreas } from './areas';
import { say } from './language';
import { type Permission, useSession } from './session';

/** may('write_records'), or in one area: may('write_records', areaId). */
export function usePermissions(): { may: (permission: Permission, area?: string) => boolean } {
  const session = useSession();
  const { tree } = useAreas();
  return {
    may: (permission, area) => session.may(permission, (held) =>
      area === undefined || tree.value.contains(held, area)),
  };
}

export function permissionName(permission: Permission): string {
  const names: Record<Permission, string> = {
    read_records: say('看条目', 'Read records'),
    find_personal: say('按个人信息查找', 'Find by personal data'),
    reveal_personal: say('显示个人信息', 'Reveal personal data'),
    write_records: say('录入和修改', 'Write records'),
    import_records: say('导入', 'Import'),
    export_records: say('导出', 'Export'),
    read_figures: say('看数字', 'Read figures'),
    share_views: say('共享视图', 'Share views'),
    manage_accounts: say('管账号', 'Manage accounts'),
    read_audit: say('看留痕', 'Read the audit log'),
    define_ledgers: say('设计台账', 'Define ledgers'),
    administer: say('管理系统', 'Administer'),
    verify: say('核验数据', 'Verify data'),
  };
  return names[permission];
}
