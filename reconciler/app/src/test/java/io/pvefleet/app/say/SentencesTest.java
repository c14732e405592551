package io.pvefleet.app.say;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create done: clone template 9000 | 생성 완료: 템플릿 9000 복제",
        "update stopped, conflict: VM 107 is running now, which it was not when the plan was made. Plan again."
            + " | 변경 중단, 충돌: 계획 때와 달리 VM 107의 전원 상태가 running입니다. 다시 계획합니다.",
        "spec.disks.scsi0.size: A disk only grows. Declare at least 32GiB."
            + " | spec.disks.scsi0.size: 디스크는 늘리기만 할 수 있습니다. 32GiB 이상을 선언하십시오.",
        "spec.memory is 2GiB, Git says 4GiB; spec.power is stopped, Git says running."
            + " | spec.memory: 현재 2GiB, Git 4GiB; spec.power: 현재 stopped, Git running.",
        "100.64.0.7:8006: connecting timed out | 100.64.0.7:8006: 연결 시간 초과",
        "The last applied document (3f2a91c) asks for this VM's deletion, and nobody has consented to it yet. Add a Tombstone for vmid 105"
            + " to removed/ of the repository, or run `pvefleet approve seoul-001/105`. | 마지막으로 적용된 문서(3f2a91c)가 이 VM의 삭제를"
            + " 요청하지만 아직 아무도 동의하지 않았습니다. 저장소의 removed/에 vmid 105의 Tombstone을 추가하거나"
            + " `pvefleet approve seoul-001/105`를 실행하십시오.",
        "As Git says again, was Drifted. | 다시 Git과 같습니다. 이전 상태: 임의 변경.",
        "Stopped by kim@pve at 2026-11-22T05:30:00Z, task qmstop."
            + " | kim@pve 사용자가 2026-11-22T05:30:00Z에 정지했습니다. 작업: qmstop",
        "Deleted by root@pam at 2026-11-22T05:30:00Z, task qmdestroy."
            + " | root@pam 사용자가 2026-11-22T05:30:00Z에 삭제했습니다. 작업: qmdestroy",
        "Deleted. By whom is not known: no task on the host tells."
            + " | 삭제되었습니다. 누가 했는지 알 수 없습니다: 호스트의 작업 기록에 남은 것이 없습니다.",
        "Changed. By whom is not known: Proxmox keeps no record of who changes a setting directly."
            + " | 변경되었습니다. 누가 했는지 알 수 없습니다: Proxmox는 설정을 직접 바꾼 사람을 기록하지 않습니다.",
        "the certificate is the pinned one; the token is accepted | 고정된 인증서와 일치합니다; 토큰이 유효합니다",
        "ends on 2027-03-02, in 100 days | 2027-03-02 만료, 100일 남음",
        "\"memroy\" is no key of spec. | \"memroy\"은(는) spec의 키가 아닙니다.",
        "\"many\" is text; a whole number from 100 to 999999999 is expected."
            + " | \"many\": 텍스트입니다. 필요한 값: 100~999999999의 정수.",
      })
  void sentencesOfOurOwnAreSaidInKorean(String english, String korean) {
    assertThat(Texts.of(Locale.KOREAN).sentence(english)).isEqualTo(korean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storage local-lvm: 12.4 GiB free, 64 GiB needed", "command 'lvextend' failed: exit code 5", "VM is locked (backup)",
        "unable to parse drive options; see the manual. Bye."
      })
  void wordsOfProxmoxStayAsTheyAre(String text) {
    assertThat(Texts.of(Locale.KOREAN).sentence(text)).isEqualTo(text);
  }

  @Test
  void englishIsWhatWasWritten() {
    assertThat(Texts.of(Locale.ENGLISH).sentence("The host answers again.")).isEqualTo("The host answers again.");
  }
}
