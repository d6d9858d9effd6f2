//! The page that finds places, the region and department choices, and the emergency page.

use super::words;

words! {
    search_label: "병원 찾기", "Find care";
    search_placeholder: "병원 이름, 진료과, 지역", "Name, department or area";
    search_button: "찾기", "Search";
    region_choose: "지역 바꾸기", "Change area";
    region_everywhere: "전국", "All Korea";
    region_title: "어느 지역에서 찾을까요?", "Which area?";
    region_whole(name: &str): "{name} 전체", "All of {name}";
    here: "내 주변", "Near me";
    around_here: "이 근처", "Around here";
    map_area: "지도에 보이는 곳", "Area on the map";
    locating: "위치를 찾고 있어요", "Finding your position";
    position_denied: "위치를 쓸 수 없어요. 지역을 골라 주세요.", "Your position is not available. Please choose an area.";
    position_outside: "한국 밖에 계신 것 같아요. 지역을 골라 주세요.", "You seem to be outside Korea. Please choose an area.";
    filters_label: "거르기", "Filters";
    filter_open: "지금 진료중", "Open now";
    filter_department: "진료과", "Department";
    filter_departments(name: &str, more: usize): "{name} 외 {more}", "{name} +{more}";
    filter_any_department: "모든 진료과", "Any department";
    filter_night: "야간·휴일", "Nights & holidays";
    filter_pharmacy: "약국", "Pharmacy";
    filter_dental: "치과", "Dental";
    filter_oriental: "한의원", "Korean medicine";
    filter_bookable: "예약 가능", "Bookable";
    filter_emergency: "응급실", "Emergency";
    departments_medical: "의과", "Medicine";
    departments_dental: "치과", "Dentistry";
    departments_oriental: "한방", "Korean medicine";
    close: "닫기", "Close";

    places_found(count: usize): "{count}곳", "{count} places";
    open_places_found(count: usize): "진료중 {count}곳", "{count} open places";
    nearest_first: "가까운 순", "nearest first";
    nearest_to(place: &str): "{place} 중심에서 가까운 순", "nearest to the middle of {place}";
    best_match_first: "이름이 맞는 순", "best match first";
    results_label: "찾은 곳", "Results";
    more: "더 보기", "Show more";
    nothing_title: "조건에 맞는 곳이 없어요", "Nothing fits";
    nothing_text: "조건을 줄이거나 지역을 넓혀 보세요.", "Try fewer filters or a wider area.";
    nothing_here_but_near(place: &str): "{place}에는 없어서 가까운 곳을 보여 드려요.", "Nothing in {place}; these are the nearest.";
    clear_filters: "조건 모두 지우기", "Clear all filters";
    view_list: "목록", "List";
    view_map: "지도", "Map";
    view_label: "보기", "View";
    map_label: "지도", "Map";
    map_needs_script: "지도를 보려면 자바스크립트를 켜 주세요. 목록은 그대로 쓸 수 있어요.", "The map needs JavaScript. The list works without it.";
    map_failed: "지도를 불러오지 못했어요. 목록은 그대로 쓸 수 있어요.", "The map could not be loaded. The list still works.";
    map_moves_search: "지도를 움직이면 다시 찾기", "Search as the map moves";
    map_key: "표시 설명", "Key";
    zoom_in: "확대", "Zoom in";
    zoom_out: "축소", "Zoom out";
    cluster(count: u32): "{count} 곳 묶음, 눌러서 확대", "{count} places, press to zoom in";
    my_position: "내 위치", "My position";
    map_credit: "© OpenStreetMap 기여자", "© OpenStreetMap contributors";
    loading_failed: "새 결과를 받지 못했어요. 연결을 확인하고 다시 시도해 주세요.", "New results did not arrive. Check your connection and try again.";

    emergency_title: "응급실 찾기", "Emergency rooms";
    emergency_lead: "위급하면 지금 119에 전화하세요", "In an emergency call 119 now";
    emergency_lead_text: "숨이 차거나, 가슴이 아프거나, 의식이 흐리거나, 말이 어눌하거나, 피가 멎지 않으면 바로 전화하세요.",
        "Trouble breathing, chest pain, clouded consciousness, slurred speech or bleeding that does not stop: call at once.";
    emergency_call: "119 전화", "Call 119";
    emergency_rooms_near: "가까운 응급실", "Nearest emergency rooms";
    emergency_beds(count: i32): "빈 응급 병상 {count}", "{count} emergency beds free";
    emergency_full: "빈 응급 병상 없음 · 전화 확인", "No emergency bed free · call to check";
    emergency_waiting(count: i32): "{count}명 기다리는 중", "{count} waiting";
    emergency_beds_unknown: "병상 정보 없음 · 전화 확인", "Beds not known · call to check";
    emergency_read_at(time: &str): "{time} 기준", "as of {time}";
    emergency_no_key: "실시간 병상은 연결되어 있지 않아요. 가기 전에 응급실에 전화하세요.",
        "Live bed counts are not connected. Call the emergency room before you go.";
    emergency_none: "이 지역에서 응급실을 찾지 못했어요. 119에 전화하면 가까운 곳을 알려 줘요.",
        "No emergency room found in this area. 119 will tell you the nearest.";
    emergency_ct: "CT", "CT";
    emergency_mri: "MRI", "MRI";
    emergency_ventilator: "인공호흡기", "Ventilator";
    emergency_available(what: &str): "{what} 가능", "{what} available";
}
