//! The frame of every page, the pages that are mostly text, and the error pages.

use super::words;

words! {
    site_name: "헤이닥터", "HeyDoctor";
    site_tagline: "지금 문 연 병원 찾기", "Find a clinic that is open now";
    site_description: "가까운 병원·약국·응급실이 지금 진료하는지, 언제까지 하는지 알려 드려요.",
        "Which hospitals, clinics, pharmacies and emergency rooms near you are open now, and until when.";
    skip_to_content: "본문으로 건너뛰기", "Skip to content";
    demo_band: "시연용 화면이에요. 실제 병원이 아니에요.", "Demonstration. These are not real hospitals.";
    demo_tag: "시연용", "Demo";
    nav_label: "주요 메뉴", "Main menu";
    nav_label_bottom: "아래 메뉴", "Bottom menu";
    nav_find: "병원 찾기", "Find care";
    nav_emergency: "응급실", "Emergency";
    nav_data: "자료 안내", "About the data";
    other_language: "English", "한국어";
    back: "뒤로", "Back";
    footer_note: "진료 여부와 시간은 실제와 다를 수 있어요. 가기 전에 전화로 확인하세요. 위급하면 119에 전화하세요.",
        "Opening hours may differ. Call before you go. In an emergency call 119.";

    not_found_title: "찾는 곳이 없어요", "Not found";
    not_found_text: "주소가 바뀌었거나 사라진 곳이에요. 이름으로 다시 찾아보세요.",
        "The address has changed or the place is gone. Try searching by name.";
    start_over: "처음부터 찾기", "Start over";
    failed_title: "잠시 후 다시 시도해 주세요", "Please try again shortly";
    failed_text: "지금은 답을 드리지 못했어요. 위급하면 119에 전화하세요.", "We could not answer just now. In an emergency call 119.";

    data_title: "자료 안내", "About the data";
    data_intro: "헤이닥터가 보여 드리는 병원 정보가 어디에서 왔고, 언제 자료인지 알려 드려요.",
        "Where the facts about hospitals come from, and how old they are.";
    data_sources: "출처와 날짜", "Sources and dates";
    data_source: "출처", "Source";
    data_places: "곳", "Places";
    data_newest: "최근 자료", "Newest data";
    data_kinds: "종류별 수", "By kind";
    data_kind: "종류", "Kind";
    data_hours_title: "진료 시간을 판단하는 방법", "How opening hours are decided";
    data_hours_1: "한국 시간으로 지금이 진료 시간 안이면 ‘진료중’, 같은 날 진료 사이면 ‘점심시간’, 그 밖에는 ‘진료 종료’로 보여 드려요.",
        "Within the hours of the day, by Korean time, a place is open; between two stretches of one day it is on a break; otherwise it is closed.";
    data_hours_2: "자료에 없는 시간은 추측하지 않고 ‘시간 정보 없음’으로 보여 드려요.",
        "Hours that the data does not give are shown as not known; we do not guess.";
    data_hours_3: "공휴일에는 그 곳의 공휴일 시간을 따라요. 공휴일은 2024–2030년 관공서 공휴일과 대체공휴일, 선거일을 알고 있어요.",
        "On public holidays a place keeps its holiday hours. We know the public holidays, substitutes and election days of 2024–2030.";
    data_privacy_title: "내 위치", "Your position";
    data_privacy: "정확한 위치는 이 기기를 떠나지 않아요. 서버에는 약 1km 크기의 구역만 보내고, 거리는 기기에서 계산해요.",
        "Your exact position never leaves this device. The server is only told a cell about 1 km wide; distances are computed here.";
    data_notices_title: "함께 쓴 것", "Built with";
    data_notice_map: "지도: Leaflet(BSD-2-Clause), 지도 그림 © OpenStreetMap 기여자(ODbL)",
        "Map: Leaflet (BSD-2-Clause), tiles © OpenStreetMap contributors (ODbL)";
    data_notice_look: "색과 글자 크기: KRDS(대한민국 정부 디자인 시스템)를 바탕으로 고쳤어요. 아이콘: Lucide(ISC)",
        "Colours and type: adapted from KRDS, the Korean government design system. Icons: Lucide (ISC)";
    data_demo: "시연용 자료는 이 프로젝트가 만든 것이에요. 이름·주소·전화번호 모두 실제가 아니에요.",
        "The demonstration data is made by this project. No name, address or number in it is real.";
    source_nmc: "국립중앙의료원", "National Medical Center";
    source_hira: "건강보험심사평가원", "Health Insurance Review & Assessment Service";
    source_demo: "시연용 자료", "Demonstration data";
}
